// `npm run licenses`: the licenses of all that installing the packages brings along. Fails where one is not allowed here.
// What the example and the tests use alone is left out, since nobody gets it from here; peers are the user's own.
import { execFileSync } from 'node:child_process';
import { pnpm, ROOT } from '../run/setup.mjs';
import { disallowed } from './license-rules.mjs';

const { command, args } = pnpm();
const list = ['licenses', 'list', '--prod', '--json', '--filter=./packages/*'];
/** @type {import('./license-rules.mjs').Licenses} */
const licenses = JSON.parse(execFileSync(command, [...args, ...list], { cwd: ROOT, encoding: 'utf8' }));

for (const [license, packages] of Object.entries(licenses)) {
  console.log(`${license}: ${packages.map(({ name }) => name).join(', ')}`);
}
const faults = disallowed(licenses);
for (const fault of faults) console.error(`✗ ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
