import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** @param {string} line */
export const log = (line) => console.log(`▸ ${line}`);

/** Commands of this workspace never call home and leave no daemon behind. */
export const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** The pinned package manager, brought by npx where it is not there. */
export function pnpm() {
  const { packageManager } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  return { command: 'npx', args: ['--yes', packageManager] };
}

/**
 * What a fresh clone lacks: the installed packages. Quick where nothing has changed.
 */
export async function install() {
  checkNode();
  log(existsSync(`${ROOT}node_modules`) ? 'checking the installed packages' : 'installing packages');
  const { command, args } = pnpm();
  await run(command, [...args, 'install', '--frozen-lockfile', '--prefer-offline'], { cwd: ROOT, env, quiet: true });
}

/** @param {string[]} [filter] */
export async function build(filter = []) {
  log('building');
  // Through pnpm, since turbo looks for it on the PATH.
  const { command, args } = pnpm();
  const turbo = ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filter];
  await run(command, [...args, ...turbo], { cwd: ROOT, env, quiet: true });
}

// The versions that have process.getBuiltinModule.
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const supported = major > 22 || (major === 22 && minor >= 3) || (major === 20 && minor >= 16);
  if (!supported) {
    throw new Error(`Node.js 20.16 or a later 20, or 22.3 or later, is needed, and this is ${process.versions.node}.`);
  }
}
