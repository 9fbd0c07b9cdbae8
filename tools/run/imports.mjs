// `npm run imports`: which folder of which package imports which, tests left out, as a Markdown table. An arrow back up,
// against the order of the rows, is marked. With a path behind `--`, of another checkout.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));

/** From left to right: each package, and each folder of the interceptors, imports only what stands before it. */
const ORDER = [
  'kelet-core',
  'kelet-core/host',
  'kelet-core/http',
  'kelet-core/logging',
  'kelet-temporal-headers',
  'kelet-opentelemetry',
  'kelet-temporal-interceptors/shared',
  'kelet-temporal-interceptors/options',
  'kelet-temporal-interceptors/workflow',
  'kelet-temporal-interceptors/client',
  'kelet-temporal-interceptors/activity',
  'kelet-temporal-interceptors/nexus',
  'kelet-temporal-interceptors/worker',
  'kelet-temporal-interceptors',
  'kelet-temporal-plugin',
  'kelet-doctor/findings',
  'kelet-doctor/history',
  'kelet-doctor/arrived',
  'kelet-doctor/setup',
  'kelet-doctor',
  'kelet',
  'kelet-console',
];
const IMPORT = /^(?:import|export)\b[^;]*?\bfrom '([^']+)';|\bimport\('([^']+)'\)/gm;

/** @type {Map<string, number>} */
const counts = new Map();

for (const name of readdirSync(join(ROOT, 'packages'))) {
  const src = join(ROOT, 'packages', name, 'src');
  if (!existsSync(src)) continue;
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    for (const [, from, dynamic] of readFileSync(join(src, file), 'utf8').matchAll(IMPORT)) {
      const target = from ?? dynamic ?? '';
      const own = room(name, dirname(file));
      const other = target.startsWith('.')
        ? room(name, folderOf(src, normalize(join(dirname(file), target))))
        : target.startsWith('kelet')
          ? room(target.split('/')[0] ?? '', target === 'kelet-core/host' ? 'host' : '.')
          : undefined;
      if (other === undefined || other === own) continue;
      const key = `${own} | ${other}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
}

/**
 * @param {string} name
 * @param {string} folder
 */
function room(name, folder) {
  return folder === '.' ? name : `${name}/${folder.split(sep)[0]}`;
}

/**
 * @param {string} src
 * @param {string} path
 */
function folderOf(src, path) {
  return existsSync(join(src, `${path}.ts`)) ? dirname(path) : relative(src, join(src, path)) || '.';
}

const rank = (/** @type {string} */ name) => ORDER.indexOf(name);
const rows = [...counts].map(([key, count]) => ({
  from: key.split(' | ')[0] ?? '',
  to: key.split(' | ')[1] ?? '',
  count,
}));
rows.sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));

console.log('| from | to | imports | |\n| --- | --- | ---: | --- |');
for (const { from, to, count } of rows) {
  const back = rank(from) === -1 || rank(to) === -1 ? 'unknown' : rank(to) > rank(from) ? 'back up' : '';
  console.log(`| ${from} | ${to} | ${count} | ${back} |`);
}
