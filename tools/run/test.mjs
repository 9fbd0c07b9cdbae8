// `npm test`: everything that CI does. What follows `--` goes to Jest: `npm test -- session`.
// `npm run test:matrix`: the table of boundaries on every version of Temporal, not only on some.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

// OpenTelemetry's exporter imports its transport when first used, which Jest allows with this flag only.
const NODE_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

const MATRIX = '--matrix';
const jestArgs = process.argv.slice(2).filter((arg) => arg !== MATRIX);
const matrix = process.argv.includes(MATRIX);
if (matrix) jestArgs.push('--selectProjects=e2e', '--testPathPatterns=matrix');

await command(async (cleanup) => {
  await install();
  const bin = `${ROOT}node_modules/.bin`;
  log('linting');
  await run(`${bin}/biome`, ['check', '--colors=off', '.'], { cwd: ROOT, env });
  await build();
  log('checking types, of the tests and tools too');
  await run(`${bin}/tsc`, ['-p', 'tsconfig.check.json'], { cwd: ROOT, env });
  const { startStandalone, startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  const standalone = await startStandalone({ log });
  if ('reason' in standalone) log(`no server with standalone activities, so they are not tested: ${standalone.reason}`);
  else cleanup(standalone.stop);
  const kept = mkdtempSync(join(tmpdir(), 'kelet-test-'));
  cleanup(async () => rmSync(kept, { recursive: true, force: true }));
  const { startCollector } = await import('otel-collector');
  const collector = await startCollector({ log, directory: kept });
  if ('reason' in collector) log(`no OpenTelemetry Collector, so exports are not tested on it: ${collector.reason}`);
  else cleanup(collector.stop);
  const began = new Date().toISOString();
  const testEnv = {
    ...env,
    TEMPORAL_ADDRESS: server.address,
    ...('address' in standalone && { KELET_STANDALONE_ADDRESS: standalone.address }),
    ...('address' in collector && {
      KELET_COLLECTOR_ADDRESS: collector.address,
      KELET_COLLECTOR_LOG: collector.log,
    }),
    KELET_KEEP_DIR: kept,
  };
  const jest = [...NODE_FLAGS, `${ROOT}node_modules/jest/bin/jest.js`];
  const colored = process.stdout.isTTY && !jestArgs.includes('--ci') ? ['--colors'] : [];
  // A test that failed may leave a worker behind, which must not keep the run from its end.
  await run(process.execPath, [...jest, '--forceExit', ...colored, ...jestArgs], {
    cwd: ROOT,
    env: { ...testEnv, ...(matrix && { KELET_MATRIX: 'all' }) },
    copyTo: join(kept, 'output.log'),
  });
  log('looking for the API key in what the tests left behind');
  await run(process.execPath, [...jest, '--selectProjects=scan'], {
    cwd: ROOT,
    env: { ...testEnv, KELET_SCAN_SINCE: began },
  });
});
