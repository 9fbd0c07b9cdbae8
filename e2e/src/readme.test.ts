import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/pack';
import { checkModules } from './support/project';
import { temporaryDirectory } from './support/temporary';

const folders = [
  '.',
  ...['packages', 'examples'].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(parent, name))),
];
// Below this package, so that imports resolve as they would in a project that has all of them installed.
const directory = temporaryDirectory(__dirname);

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const readmeOf = (folder: string) => join(folder, 'README.md');

/** The TypeScript blocks that are whole modules: those that begin with an import. */
function modules(page: string): string[] {
  return [...read(page).matchAll(/^```ts\n(import [\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}

/** The blocks of this page, and of those in `model-calls/`, import what this package does not have; `ecosystem/` and `model-calls/` run them. */
const RUN_ELSEWHERE = 'beside-your-own-opentelemetry.md';

const readmes = folders.map(readmeOf);
const pages = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md') && name !== RUN_ELSEWHERE)
  .map((name) => join('docs', name))
  .filter((page) => /^```ts$/m.test(read(page)));

test.each([...readmes, ...pages])('the code in %s compiles', async (page) => {
  const blocks = modules(page);
  expect(blocks.length).toBeGreaterThan(0);
  await checkModules(join(directory, page.replaceAll(/\W/g, '-')), blocks);
});

/** What a reader is told to install, where the README says it in one line. */
function installed(folder: string): string[] | undefined {
  const text = read(readmeOf(folder));
  return /^npm install (.*)$/m.exec(text)?.[1]?.split(' ');
}

/** The packages that code imports, by name, without those of Node. */
function imported(code: string): string[] {
  const specifiers = [...code.matchAll(/from '([^.'][^']*)'/g)].map(([, specifier = '']) => specifier);
  const names = specifiers.map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '');
  return [...new Set(names.filter((name) => !name.startsWith('node:')))];
}

const withInstall = folders.filter((folder) => installed(folder) !== undefined);

test.each(withInstall)('the README of %s has its readers install all that its code imports', (folder) => {
  const missing = modules(readmeOf(folder))
    .flatMap(imported)
    .filter((name) => !installed(folder)?.includes(name));
  expect([...new Set(missing)]).toEqual([]);
});

test('a worker in a README has a connection of its own, to the address of the client', () => {
  const workers = readmes.flatMap(modules).filter((code) => code.includes('Worker.create('));
  expect(workers.length).toBeGreaterThan(2);
  for (const code of workers) {
    expect(code.match(/localhost:7233/g)).toHaveLength(1);
    expect(code).toMatch(/NativeConnection\.connect\(\{ address \}\)/);
  }
});
