// `npm run release:check`: packs what a release would publish, publishes nothing, and says what is in each package. Fails
// where one has what must not ship, or lacks what must.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { build, install, log, pnpm, ROOT } from '../run/setup.mjs';
import { faultsOfIntent, faultsOfPacked } from './rules.mjs';

const { command, args } = pnpm();
/** @param {string[]} rest */
const output = (...rest) =>
  execFileSync(command, [...args, ...rest], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
/** @param {string} path */
const manifestAt = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));

/** @type {string[]} */
const faults = [];
const directory = mkdtempSync(join(tmpdir(), 'release-'));
try {
  await install();
  await build();
  /** @type {{ path: string }[]} */
  const projects = JSON.parse(output('--recursive', 'list', '--depth=-1', '--json'));
  const manifests = projects.map(({ path }) => manifestAt(path));
  for (const manifest of manifests) note(manifest.name, faultsOfIntent(manifest));

  const names = manifests.filter((manifest) => !manifest.private).map(({ name }) => name);
  if (names.length === 0) note('the workspace', ['has nothing to publish']);
  const filters = names.map((name) => `--filter=${name}`);
  /** @type {{ name: string, filename: string }[]} */
  const packed = [
    JSON.parse(output('--recursive', ...filters, 'pack', '--json', '--pack-destination', directory)),
  ].flat();
  for (const { name, filename } of packed) {
    const unpacked = mkdtempSync(join(directory, 'package-'));
    execFileSync('tar', ['-xzf', filename, '-C', unpacked, '--strip-components=1']);
    const files = textsIn(unpacked);
    const bytes = statSync(filename).size;
    log(`${name}: ${Object.keys(files).length} files, ${Math.ceil(bytes / 1024)} KiB packed`);
    for (const path of Object.keys(files).sort()) console.log(`  ${path}`);
    note(name, faultsOfPacked({ manifest: manifestAt(unpacked), files }, ROOT));
  }
  if (packed.length !== names.length) note('the workspace', [`packed ${packed.length} of ${names.length} packages`]);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const fault of faults) console.error(`✗ ${fault}`);
if (faults.length > 0) process.exit(1);
log('nothing ships that must not');

/**
 * @param {string} name
 * @param {string[]} found
 */
function note(name, found) {
  faults.push(...found.map((fault) => `${name} ${fault}`));
}

/** @param {string} root */
function textsIn(root) {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')]));
}
