// `npm run pack`: makes a tarball of each package in `packed/`, for a project that wants them before they are published.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command, run } from './processes.mjs';
import { build, env, install, log, pnpm, ROOT } from './setup.mjs';

const destination = join(ROOT, 'packed');

await command(async () => {
  await install();
  await build(['--filter=./packages/*']);
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination);
  const { command: npx, args } = pnpm();
  const pack = ['--recursive', '--filter=./packages/*', 'pack', '--pack-destination', destination];
  await run(npx, [...args, ...pack], { cwd: ROOT, env, quiet: true });
  log(`packed. In your project: npm install ${join(destination, '*.tgz')}`);
});
