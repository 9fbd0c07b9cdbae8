// `npm test`: what CI does. What follows `--` goes to Jest: `npm test -- session`.
// `npm run test:full`: the same, with the files named `*.full.test.ts`, which take long, as well.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.cjs';
import { jest } from './jest.mjs';
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

const FULL = '--full';
const FULL_FILE = /\.full\b/;
const jestArgs = process.argv.slice(2).filter((arg) => arg !== FULL);
// Who names one of these files wants it.
const full = process.argv.includes(FULL) || jestArgs.some((arg) => FULL_FILE.test(arg));

await command(async (cleanup) => {
  await install();
  const bin = `${ROOT}node_modules/.bin`;
  log('linting');
  await run(`${bin}/biome`, ['check', '--colors=off', '.'], { cwd: ROOT, env });
  await build();
  log('comparing what a user sees of the packages with what was accepted');
  await run(process.execPath, [`${ROOT}tools/run/api.mjs`, '--check'], { cwd: ROOT, env });
  log('checking types, of the tests and tools too');
  await run(`${bin}/tsc`, ['-p', 'tsconfig.check.json'], { cwd: ROOT, env });
  const { startStandalone, startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  const standalone = await startStandalone({ log });
  if ('reason' in standalone) log(`no server with standalone activities, so they are not tested: ${standalone.reason}`);
  else cleanup(standalone.stop);
  const directory = (/** @type {string} */ name) => {
    const made = mkdtempSync(join(tmpdir(), name));
    cleanup(async () => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const kept = directory('kelet-test-');
  const { startCollector } = await import('otel-collector');
  const collector = await startCollector({ log, directory: kept });
  if ('reason' in collector) log(`no OpenTelemetry Collector, so exports are not tested on it: ${collector.reason}`);
  else cleanup(collector.stop);
  const browser = findBrowser(env);
  if ('reason' in browser) log(`no browser, so pages are not tested: ${browser.reason}`);
  const began = new Date().toISOString();
  const testEnv = {
    ...env,
    TEMPORAL_ADDRESS: server.address,
    ...('address' in standalone && { KELET_STANDALONE_ADDRESS: standalone.address }),
    ...('address' in collector && {
      KELET_COLLECTOR_ADDRESS: collector.address,
      KELET_COLLECTOR_LOG: collector.log,
    }),
    ...('reason' in browser && { KELET_NO_BROWSER: '1' }),
    KELET_KEEP_DIR: kept,
    KELET_SHARED_DIR: directory('shared-'),
    ...(full && { KELET_FULL: '1' }),
  };
  const colored = process.stdout.isTTY && !jestArgs.includes('--ci') ? ['--colors'] : [];
  try {
    await jest([...colored, ...jestArgs], { env: testEnv, copyTo: join(kept, 'output.log') });
  } finally {
    if (!full) log(`left to \`npm run test:full\`, since they take long: ${fullFiles().join(', ')}`);
  }
  log('looking for the API key in what the tests left behind');
  await jest(['--selectProjects=scan'], { env: { ...testEnv, KELET_SCAN_SINCE: began } });
});

function fullFiles() {
  const files = readdirSync(join(ROOT, 'e2e/src'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.full.test.ts')).sort();
}
