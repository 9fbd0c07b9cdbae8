import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { shared } from './shared';

const exec = promisify(execFile);

export const ROOT = join(__dirname, '../../..');
/** What was packed, beside it. */
const LIST = 'tarballs.json';

/** The project's own package manager, at its pinned version, whether it is installed or not. */
export const PNPM = [
  '--yes',
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { packageManager: string }).packageManager,
];

/** A tarball for each package, as it would be published, made once in a run: path by name. */
export async function packAll(): Promise<Record<string, string>> {
  const directory = await shared('tarballs', async (destination) => {
    const pack = ['--recursive', '--filter=./packages/*', 'pack', '--json', '--pack-destination', destination];
    const { stdout } = await command('npx', [...PNPM, ...pack], ROOT);
    const packed = JSON.parse(stdout) as { name: string; filename: string }[];
    const tarballs = Object.fromEntries(packed.map(({ name, filename }) => [name, filename]));
    writeFileSync(join(destination, LIST), JSON.stringify(tarballs));
  });
  return JSON.parse(readFileSync(join(directory, LIST), 'utf8'));
}

/** Runs a command to its end, for `timeout` milliseconds at most; its output is in the error where it fails. */
export async function command(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
  timeout = 600_000,
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await exec(file, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024, timeout, killSignal: 'SIGKILL' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`\`${file} ${args.join(' ')}\` failed in ${cwd}:\n${stdout}\n${stderr}`, { cause: error });
  }
}
