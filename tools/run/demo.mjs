// `npm run demo -- "your question"`: from a fresh clone to an answer, with its spans and signals.
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

await command(async (cleanup) => {
  await install();
  const { startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  await build(['--filter=docs-agent']);
  await run(process.execPath, ['dist/main.js', ...process.argv.slice(2)], {
    cwd: `${ROOT}examples/docs-agent`,
    env: { ...env, TEMPORAL_ADDRESS: server.address },
  });
});
