import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 180_000;

/**
 * Lets Temporal's SDK download the CLI into the cache, which it does by starting the server once.
 * KELET_TEMPORAL_DOWNLOAD=off leaves this way out, for machines that must not try.
 *
 * @param {{ log: (line: string) => void, env: NodeJS.ProcessEnv, cache: string, binary: string, version: string }} options
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function download({ log, env, cache, binary, version }) {
  if (env['KELET_TEMPORAL_DOWNLOAD'] === 'off') return { reason: 'KELET_TEMPORAL_DOWNLOAD is off.' };
  log(`downloading the Temporal CLI ${version} …`);
  mkdirSync(cache, { recursive: true });
  try {
    const started = await Promise.race([startOnce(cache, version), sleep(LIMIT_MS, 'late', { ref: false })]);
    if (started === 'late') return { reason: `it took longer than ${LIMIT_MS / 1000} s.` };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
  const file = readdirSync(cache).find((name) => name.startsWith('temporal-cli'));
  if (file === undefined) return { reason: `it left nothing in ${cache}.` };
  const path = join(cache, binary);
  renameSync(join(cache, file), path);
  return { path };
}

/**
 * @param {string} downloadDir
 * @param {string} version
 */
async function startOnce(downloadDir, version) {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version, downloadDir } },
  });
  await environment.teardown();
}
