// What a user sees of the packages, as text that is committed: in `api`, beside the `package.json` of each, one report
// for each entry of its `exports` that has types. Entries named `internal` have one too: they are in the tarball as
// well, and what the packages share should not grow unseen.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { withDeclarations } from './declarations.mjs';

/**
 * The committed reports that differ from what is built, as a unified diff; empty where none does.
 *
 * @param {string} packages the folder of the packages
 */
export function changes(packages) {
  const before = committed(packages);
  const after = built(packages);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => {
      const name = relative(dirname(packages), path);
      const texts = /** @type {const} */ ([before.get(path) ?? '', after.get(path) ?? '']);
      return createTwoFilesPatch(name, name, ...texts, 'accepted', 'built', { headerOptions: FILE_HEADERS_ONLY });
    })
    .join('\n');
}

/**
 * Writes the reports of what is built, and removes those of entries that are no more.
 *
 * @param {string} packages the folder of the packages
 */
export function accept(packages) {
  const after = built(packages);
  for (const path of committed(packages).keys()) if (!after.has(path)) rmSync(path);
  for (const [path, text] of after) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** @param {string} packages */
function committed(packages) {
  const folders = readdirSync(packages).map((name) => join(packages, name, 'api'));
  const paths = folders.filter(existsSync).flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** @param {string} packages */
function built(packages) {
  const entries = readdirSync(packages).flatMap((name) => entriesOf(join(packages, name)));
  return new Map(withDeclarations(entries).map((entry) => [entry.report, reportOf(entry)]));
}

/** @param {string} folder of a package */
function entriesOf(folder) {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return [];
  /** @type {{ name: string, exports: Record<string, { types?: string }> }} */
  const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
  return Object.entries(exports).flatMap(([path, { types }]) => {
    if (types === undefined) return [];
    const file = `${path === '.' ? 'index' : path.slice(2).replaceAll('/', '-')}.api.md`;
    return {
      imported: posix.join(name, path),
      folder,
      types: join(folder, types),
      report: join(folder, 'api', file),
    };
  });
}

/** @param {{ imported: string, declarations: string, missing: string[] }} entry */
function reportOf({ imported, declarations, missing }) {
  const names = missing.map((name) => `- \`${name}\`\n`).join('');
  return [
    `# ${imported}\n`,
    'Written by `npm run api`, from the built declarations.\n',
    ...(names === '' ? [] : [`Used by these signatures, but not exported:\n\n${names}`]),
    // Four backticks, since a comment may hold three.
    `\`\`\`\`ts\n${declarations}\`\`\`\`\n`,
  ].join('\n');
}
