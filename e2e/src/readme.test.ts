import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/pack';
import { compile, writeJson } from './support/project';
import { temporaryDirectory } from './support/temporary';

const folders = [
  '.',
  ...['packages', 'examples'].flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(parent, name))),
];
// Below this package, so that imports resolve as they would in a project that has all of them installed.
const directory = temporaryDirectory(__dirname);

/** The TypeScript blocks that are whole modules: those that begin with an import. */
function modules(folder: string): string[] {
  const text = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
  return [...text.matchAll(/^```ts\n(import [\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}

test.each(folders)('the code in the README of %s compiles', async (folder) => {
  const blocks = modules(folder);
  expect(blocks.length).toBeGreaterThan(0);
  const project = join(directory, folder === '.' ? 'root' : folder.replaceAll('/', '-'));
  mkdirSync(project, { recursive: true });
  writeJson(join(project, 'package.json'), { type: 'module' });
  for (const [index, code] of blocks.entries()) writeFileSync(join(project, `block${index}.ts`), code);
  writeJson(join(project, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2022',
      module: 'node16',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['*.ts'],
  });
  await compile(project);
});
