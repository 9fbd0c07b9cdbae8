import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PROGRESS_EVERY_MS = 15_000;
const ABANDONED_AFTER_MS = 60 * 60_000;
const WORK_PREFIX = 'build-';

export function hasGo() {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Builds the Temporal CLI from the Go module proxy; 3 to 4 minutes on two cores.
 *
 * Each build works in a folder of its own and puts the finished file in its place with one rename: a build
 * that was cut off leaves nothing that looks finished, and two at once do not meet.
 *
 * @param {{ log: (line: string) => void, cache: string, binary: string, version: string }} options
 * @returns {Promise<string>} the path of the executable
 */
export async function buildWithGo({ log, cache, binary, version }) {
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const work = mkdtempSync(join(cache, WORK_PREFIX));
  try {
    await goInstall(`github.com/temporalio/cli/cmd/temporal@${version}`, work, log);
    const path = join(cache, binary);
    renameSync(join(work, binary), path);
    return path;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} target
 * @param {string} into
 * @param {(line: string) => void} log
 * @returns {Promise<void>}
 */
function goInstall(target, into, log) {
  const began = Date.now();
  log(`building the Temporal dev server with Go, once, for 3 to 4 minutes (${target}) …`);
  const progress = setInterval(() => {
    log(`still building the Temporal dev server, ${Math.round((Date.now() - began) / 1000)} s`);
  }, PROGRESS_EVERY_MS);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    // A group of its own, since `go` starts compilers: all of them end with this command.
    const child = spawn('go', ['install', '-ldflags=-s -w', target], {
      env: { ...process.env, GOBIN: into, GOFLAGS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    process.once('exit', kill);
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('exit', kill);
      if (code === 0) resolve();
      else reject(new Error(`\`go install ${target}\` failed: ${errors.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
  return ended.finally(() => clearInterval(progress));
}

/**
 * Work folders of builds that were cut off.
 *
 * @param {string} cache
 */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.startsWith(WORK_PREFIX) && Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
