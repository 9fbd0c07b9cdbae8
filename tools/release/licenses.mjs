// `npm run licenses`: the licenses of all that installing the packages brings along. Fails where one is not allowed here.
// What the example and the tests use alone is left out, since nobody gets it from here; peers are the user's own.
import { execFileSync } from 'node:child_process';
import { install, pnpm, ROOT } from '../run/setup.mjs';
import { disallowed } from './license-rules.mjs';

await install();
const { command, args } = pnpm();

/**
 * @param {string[]} which
 * @returns {import('./license-rules.mjs').Licenses}
 */
function list(...which) {
  const options = { cwd: ROOT, encoding: /** @type {const} */ ('utf8') };
  return JSON.parse(execFileSync(command, [...args, 'licenses', 'list', '--json', ...which], options));
}

const installed = list('--prod', '--filter=./packages/*');
// What the console is built from is in its files.
const bundled = list('--dev', '--filter=kelet-console');
/** @type {import('./license-rules.mjs').Licenses} */
const licenses = {};
for (const [license, packages] of [...Object.entries(installed), ...Object.entries(bundled)]) {
  licenses[license] = [...(licenses[license] ?? []), ...packages];
}

for (const [license, packages] of Object.entries(licenses)) {
  console.log(`${license}: ${packages.map(({ name }) => name).join(', ')}`);
}
const faults = disallowed(licenses);
for (const fault of faults) console.error(`✗ ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
