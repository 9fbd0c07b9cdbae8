// `npm run chat`: from a fresh clone to a page in the browser, until Ctrl+C.
import { command, run } from './processes.mjs';
import { build, env, install, log, ROOT } from './setup.mjs';

await command(async (cleanup) => {
  await install();
  const { startTemporal } = await import('temporal-server');
  const server = await startTemporal({ log });
  cleanup(server.stop);
  log(`Temporal answers at ${server.address} (${server.origin})`);
  await build(['--filter=support-chat']);
  log('open the address that follows; Ctrl+C ends it');
  await run(process.execPath, ['dist/main.js'], {
    cwd: `${ROOT}examples/support-chat`,
    env: { ...env, TEMPORAL_ADDRESS: server.address },
  });
});
