// `npm run api`: builds, and accepts what a user sees of the packages as it is now, see `tools/api/reports.mjs`.
// With `--check`: fails where what is built already differs from what was accepted.
import { join } from 'node:path';
import { command } from './processes.mjs';
import { build, install, log, ROOT } from './setup.mjs';

const PACKAGES = join(ROOT, 'packages');

await command(async () => {
  if (process.argv.includes('--check')) return check();
  await install();
  await build();
  const { accept } = await reports();
  accept(PACKAGES);
  log('accepted what a user sees of the packages: look at it with `git diff`, and commit it');
});

async function check() {
  const { changes } = await reports();
  const diff = changes(PACKAGES);
  if (diff === '') return;
  // Written to its end before the process ends, also into a pipe.
  await new Promise((resolve) => process.stdout.write(`${diff}\n`, resolve));
  throw new Error(
    'What a user sees of the packages has changed, as shown above. If that is meant, accept it: run `npm run api`, and ' +
      'commit what it writes.',
  );
}

// A fresh clone has no packages to import from before they are installed.
function reports() {
  return import('../api/reports.mjs');
}
