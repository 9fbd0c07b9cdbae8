import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export const ROOT = join(__dirname, '../../..');
const PACKAGES = join(ROOT, 'packages');

/** The project's own package manager, at its pinned version, whether it is installed or not. */
export const PNPM = [
  '--yes',
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { packageManager: string }).packageManager,
];

/** A tarball for each package, as it would be published: path by name. */
export async function packAll(directory: string): Promise<Record<string, string>> {
  mkdirSync(directory, { recursive: true });
  const tarballs: Record<string, string> = {};
  for (const name of readdirSync(PACKAGES)) {
    const { stdout } = await command(
      'npx',
      [...PNPM, 'pack', '--json', '--pack-destination', directory],
      join(PACKAGES, name),
    );
    tarballs[name] = (JSON.parse(stdout) as { filename: string }).filename;
  }
  return tarballs;
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
