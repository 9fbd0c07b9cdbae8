import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

const STOP_WITHIN_MS = 5000;

/**
 * Runs a command to its end, its output shown here. It has a process group of its own, and the whole group
 * ends with this process, however that comes about.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, copyTo?: string }} [options] `copyTo` is a file
 *   that gets the output too
 * @returns {Promise<void>}
 * @throws CommandFailed where the command exits with anything but 0
 */
export function run(command, args, { cwd, env = process.env, quiet = false, copyTo } = {}) {
  return new Promise((resolve, reject) => {
    const piped = quiet || copyTo !== undefined;
    const child = spawn(command, args, { cwd, env, stdio: piped ? 'pipe' : 'inherit', detached: true });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        if (quiet) output += chunk;
        else process[stream === child.stdout ? 'stdout' : 'stderr'].write(chunk);
        if (copyTo !== undefined) appendFileSync(copyTo, chunk);
      });
    }
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new CommandFailed([command, ...args].join(' '), code, signal, output));
    });
  });
}

export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   * @param {string} output
   */
  constructor(command, code, signal, output) {
    super(`\`${command}\` ended with ${signal ?? `exit code ${code}`}.${output === '' ? '' : `\n${output}`}`);
    this.exitCode = code ?? 1;
  }
}

/**
 * Runs `main`; on Ctrl-C, SIGTERM or failure ends every command that is still running, and waits for the
 * clean-ups that `main` registered, before this process ends.
 *
 * @param {(cleanup: (fn: () => Promise<void>) => void) => Promise<void>} main
 */
export async function command(main) {
  /** @type {(() => Promise<void>)[]} */
  const cleanups = [];
  let ending = false;
  /** @param {number} code */
  const end = async (code) => {
    if (ending) return;
    ending = true;
    await stopAll();
    await Promise.allSettled(cleanups.map((cleanup) => cleanup()));
    process.exit(code);
  };
  process.once('SIGINT', () => end(130));
  process.once('SIGTERM', () => end(143));
  process.once('exit', () => signalAll('SIGKILL'));
  try {
    await main((fn) => cleanups.push(fn));
    await end(0);
  } catch (error) {
    if (!ending) console.error(`\n✗ ${error instanceof Error ? error.message : error}`);
    await end(error instanceof CommandFailed ? error.exitCode : 1);
  }
}

async function stopAll() {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  signalAll('SIGTERM');
  const late = setTimeout(() => signalAll('SIGKILL'), STOP_WITHIN_MS);
  await Promise.all(ended);
  clearTimeout(late);
}

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const child of running) {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended by itself.
    }
  }
}
