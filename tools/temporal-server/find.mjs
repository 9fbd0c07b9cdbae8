import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { download } from './download.mjs';
import { buildWithGo, goInstall, hasGo } from './go-build.mjs';

/** The release of Temporal's CLI, and so of the dev server in it, that this project is tested with. */
export const CLI_VERSION = 'v1.5.1';

const BINARY = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * @typedef {{ log: (line: string) => void, env: NodeJS.ProcessEnv }} Options
 * @typedef {{ path: string, origin: string }} Found
 */

/**
 * The Temporal CLI, from the first of five places that has it.
 *
 * @param {Options} options
 * @returns {Promise<Found>}
 * @throws Error that names all five, and why each of them had none
 */
export async function findTemporal({ log, env }) {
  const given = env['TEMPORAL_CLI_PATH'];
  if (given) {
    if (!isExecutable(given)) throw new Error(`TEMPORAL_CLI_PATH is ${given}, which is not an executable file.`);
    return { path: given, origin: 'TEMPORAL_CLI_PATH' };
  }
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, BINARY))
    .find(isExecutable);
  if (onPath) return { path: onPath, origin: 'PATH' };

  const cache = cacheDirectory(env, `temporal-cli-${CLI_VERSION}`);
  const cached = join(cache, BINARY);
  if (isExecutable(cached)) return { path: cached, origin: 'cache' };

  const downloaded = await download({ log, env, cache, binary: BINARY, version: CLI_VERSION });
  if ('path' in downloaded) return { path: downloaded.path, origin: 'download' };

  const built = await tryGo({ log, cache });
  if ('path' in built) return { path: built.path, origin: 'build' };

  throw new Error(
    [
      'No Temporal dev server was found. Each of these ways would do:',
      '  1. TEMPORAL_CLI_PATH: not set. Set it to the path of the `temporal` executable.',
      '  2. PATH: has no `temporal`. See https://docs.temporal.io/cli for how to install it.',
      `  3. The cache: has none at ${cached}. The next two ways fill it.`,
      `  4. Temporal's own download: ${downloaded.reason}`,
      `  5. A build with Go: ${built.reason}`,
      'Or set TEMPORAL_ADDRESS to the host:port of a server that runs already.',
    ].join('\n'),
  );
}

/**
 * @param {{ log: Options['log'], cache: string }} options
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
async function tryGo({ log, cache }) {
  if (!hasGo()) return { reason: 'there is no `go` on the PATH. Install Go 1.24 or later.' };
  try {
    const target = `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`;
    const what = 'the Temporal dev server';
    const commands = () => [goInstall(target)];
    return { path: await buildWithGo({ log, cache, binary: BINARY, what, takes: '3 to 4 minutes', commands }) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * One directory a version, shared by all checkouts of this user.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 */
export function cacheDirectory(env, name) {
  const base = env['KELET_CACHE_DIR'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kelet-temporal');
  return join(base, name);
}

/** @param {string} path */
export function isExecutable(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
