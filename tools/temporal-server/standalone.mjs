import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory, isExecutable } from './find.mjs';
import { buildWithGo, goInstall, hasGo } from './go-build.mjs';

const MODULE = fileURLToPath(new URL('./standalone', import.meta.url));
// The last element of the module's path, by which `go install` calls what it builds.
const BINARY = process.platform === 'win32' ? 'kelet-temporal-test-server.exe' : 'kelet-temporal-test-server';

/**
 * The program in ./standalone, from the cache or built into it.
 *
 * @param {{ log: (line: string) => void, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ path: string, origin: string } | { reason: string }>}
 */
export async function findStandalone({ log, env }) {
  const cache = cacheDirectory(env, `standalone-${sourceHash()}`);
  const path = join(cache, BINARY);
  if (isExecutable(path)) return { path, origin: 'cache' };
  if (!hasGo()) return { reason: 'there is no `go` on the PATH' };
  try {
    const what = 'a Temporal server with standalone activities';
    const commands = () => [goInstall('.')];
    await buildWithGo({ log, cache, binary: BINARY, what, takes: '3 to 4 minutes', commands, cwd: MODULE });
    return { path, origin: 'build' };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** So that another version of its source is built anew. */
function sourceHash() {
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(MODULE, name)));
  return hash.digest('hex').slice(0, 12);
}
