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
 * Builds a program from the Go module proxy, once; 3 to 4 minutes on two cores.
 *
 * Each build works in a folder of its own and puts the finished file in its place with one rename: a build
 * that was cut off leaves nothing that looks finished, and two at once do not meet.
 *
 * @param {object} options
 * @param {(line: string) => void} options.log
 * @param {string} options.cache the directory that gets it
 * @param {string} options.binary its file name, which `go install` makes of `target`
 * @param {string} options.what for the log
 * @param {string} options.target as for `go install`
 * @param {string} [options.cwd] the module that `target` is in, where it is not `…@version`
 * @returns {Promise<string>} the path of the executable
 */
export async function buildWithGo({ log, cache, binary, what, target, cwd }) {
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const work = mkdtempSync(join(cache, WORK_PREFIX));
  const began = Date.now();
  log(`building ${what} with Go, once, for 3 to 4 minutes …`);
  const progress = setInterval(() => {
    log(`still building ${what}, ${Math.round((Date.now() - began) / 1000)} s`);
  }, PROGRESS_EVERY_MS);
  try {
    await goInstall(target, work, cwd);
    const path = join(cache, binary);
    renameSync(join(work, binary), path);
    return path;
  } finally {
    clearInterval(progress);
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} target
 * @param {string} into
 * @param {string} [cwd]
 * @returns {Promise<void>}
 */
function goInstall(target, into, cwd) {
  return new Promise((resolve, reject) => {
    // A group of its own, since `go` starts compilers: all of them end with this command.
    const child = spawn('go', ['install', '-ldflags=-s -w', target], {
      env: { ...process.env, GOBIN: into, GOFLAGS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      ...(cwd !== undefined && { cwd }),
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
