// `npm run bench`: measures what Kelet costs, on a Temporal server of its own, and writes tables to `bench-results/`.
// `npm run bench -- cost` is the benchmarks whose paths hold the name. It takes an hour and more on two cores.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from './jest.mjs';
import { command } from './processes.mjs';
import { build, env, install, log } from './setup.mjs';

await command(async (cleanup) => {
  await install();
  await build();
  const { startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  const shared = mkdtempSync(join(tmpdir(), 'kelet-bench-'));
  cleanup(async () => rmSync(shared, { recursive: true, force: true }));
  const benchEnv = { ...env, KELET_BENCH: '1', TEMPORAL_ADDRESS: server.address, KELET_SHARED_DIR: shared };
  // One after the other: each would be the noise of the next.
  await jest([...process.argv.slice(2), '--runInBand', '--selectProjects=bench'], { env: benchEnv });
});
