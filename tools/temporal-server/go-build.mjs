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
 * Builds a program from the Go module proxy, once.
 *
 * Each build works in a folder of its own and puts the finished file in its place with one rename: a build
 * that was cut off leaves nothing that looks finished, and two at once do not meet.
 *
 * @param {object} options
 * @param {(line: string) => void} options.log
 * @param {string} options.cache the directory that gets it
 * @param {string} options.binary its file name there
 * @param {string} options.what for the log
 * @param {string} options.takes for the log: how long, on two cores
 * @param {(work: string) => string[][]} options.commands that make it; `go install` puts what it makes into `work`
 * @param {string} [options.made] where they leave it, from `work`; default: `binary`
 * @param {string} [options.cwd] where they run; default: `work`
 * @returns {Promise<string>} the path of the executable
 */
export async function buildWithGo({ log, cache, binary, what, takes, commands, made = binary, cwd }) {
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const work = mkdtempSync(join(cache, WORK_PREFIX));
  const began = Date.now();
  log(`building ${what} with Go, once, for ${takes} …`);
  const progress = setInterval(() => {
    log(`still building ${what}, ${Math.round((Date.now() - began) / 1000)} s`);
  }, PROGRESS_EVERY_MS);
  try {
    for (const command of commands(work)) await run(command, work, cwd ?? work);
    const path = join(cache, binary);
    renameSync(join(work, made), path);
    return path;
  } finally {
    clearInterval(progress);
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string[]} command
 * @param {string} into
 * @param {string} cwd
 * @returns {Promise<void>}
 */
function run([program = '', ...args], into, cwd) {
  return new Promise((resolve, reject) => {
    // A group of its own, since `go` starts compilers: all of them end with this command.
    const child = spawn(program, args, {
      cwd,
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
      const last = errors.trim().split('\n').slice(-3).join(' ');
      if (code === 0) resolve();
      else reject(new Error(`\`${[program, ...args].join(' ')}\` failed: ${last}`));
    });
  });
}

/** @param {string} target as for `go install` */
export function goInstall(target) {
  return ['go', 'install', '-ldflags=-s -w', target];
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
