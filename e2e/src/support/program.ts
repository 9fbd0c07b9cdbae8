import { join } from 'node:path';
import { ROOT } from './pack';
import { compile, writeJson } from './project';

/** Compiles what `include` names, for processes of its own; the result has the folders below `rootDir`. */
export async function buildProgram(rootDir: string, include: string[], directory: string): Promise<string> {
  const outDir = join(directory, 'program');
  writeJson(join(directory, 'tsconfig.json'), {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      inlineSources: false,
      sourceMap: false,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
      rootDir,
      outDir,
    },
    include,
  });
  await compile(directory);
  return outDir;
}
