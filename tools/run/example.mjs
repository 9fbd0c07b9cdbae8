// `npm run demo` and `npm run chat`: from a fresh clone to a program of `examples/` that runs, on a Temporal server.
// `node tools/run/example.mjs <example> [arguments]`.
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

await command(async (cleanup) => {
  const [example, ...args] = process.argv.slice(2);
  await install();
  const { startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  await build([`--filter=${example}`]);
  await run(process.execPath, ['dist/main.js', ...args], {
    cwd: `${ROOT}examples/${example}`,
    env: { ...env, TEMPORAL_ADDRESS: server.address },
  });
});
