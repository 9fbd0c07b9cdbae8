// `npm test`: everything that CI does. What follows `--` goes to Jest: `npm test -- session`.
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

await command(async (cleanup) => {
  await install();
  const bin = `${ROOT}node_modules/.bin`;
  log('linting');
  await run(`${bin}/biome`, ['ci', '.'], { cwd: ROOT, env });
  await build();
  log('checking types, of the tests and tools too');
  await run(`${bin}/tsc`, ['-p', 'tsconfig.check.json'], { cwd: ROOT, env });
  const { startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  await run(`${bin}/jest`, process.argv.slice(2), { cwd: ROOT, env: { ...env, TEMPORAL_ADDRESS: server.address } });
});
