import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, PNPM, ROOT } from './pack';

export type PackageManager = 'npm' | 'pnpm';

export interface ProjectOptions {
  readonly directory: string;
  readonly packageManager: PackageManager;
  /** Where each package of this repository comes from: path by name. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** The packages of this repository that the user asks for; the others come along as their dependencies. */
  readonly own: readonly string[];
  /** What the user installs beside them: range by name. */
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** An empty project outside of the workspace, with packed packages installed as a user would. */
export async function installProject(options: ProjectOptions): Promise<void> {
  const { directory, packageManager, tarballs, own, dependencies = {} } = options;
  mkdirSync(directory, { recursive: true });
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  writeJson(join(directory, 'package.json'), {
    name: 'empty-project',
    private: true,
    dependencies: { ...dependencies, ...Object.fromEntries(own.map((name) => [name, files[name]])) },
    // The packages depend on one another by version, and none is in a registry yet.
    ...(packageManager === 'npm' ? { overrides: files } : { pnpm: { overrides: files } }),
  });
  if (packageManager === 'npm') {
    await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], directory);
  } else {
    // A workspace root of its own, so that pnpm does not take the one above.
    writeFileSync(join(directory, 'pnpm-workspace.yaml'), 'packages: []\n');
    await command('npx', [...PNPM, 'install', '--prefer-offline', '--ignore-scripts'], directory);
  }
}

/** Compiles what `tsconfig.json` in `directory` names; errors inside of Temporal's own declarations do not count. */
export async function compile(directory: string): Promise<void> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    await command(process.execPath, [tsc, '-p', directory, '--pretty', 'false'], directory);
  } catch (error) {
    const errors = (error as Error).message.split('\n').filter((line) => /error TS\d+/.test(line));
    const foreign = errors.filter((line) => /node_modules\/@temporalio\//.test(line));
    if (errors.length === 0 || foreign.length < errors.length) throw error;
  }
}

const COMPILER = { target: 'es2022', module: 'node16', strict: true, skipLibCheck: true, types: ['node'] };

/** Compiles the sources below `src` of a project of a user's into `dist`. */
export function compileSources(project: string): Promise<void> {
  writeJson(join(project, 'tsconfig.json'), {
    compilerOptions: { ...COMPILER, rootDir: 'src', outDir: 'dist' },
    include: ['src'],
  });
  return compile(project);
}

/** Writes these ES modules into `directory`, and checks their types. */
export function checkModules(directory: string, codes: readonly string[]): Promise<void> {
  mkdirSync(directory, { recursive: true });
  writeJson(join(directory, 'package.json'), { type: 'module' });
  for (const [index, code] of codes.entries()) writeFileSync(join(directory, `block${index}.ts`), code);
  writeJson(join(directory, 'tsconfig.json'), { compilerOptions: { ...COMPILER, noEmit: true }, include: ['*.ts'] });
  return compile(directory);
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
