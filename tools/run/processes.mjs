import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

const STOP_WITHIN_MS = 5000;
/** What a command has left running may hold its pipes open for longer. */
const LAST_OUTPUT_WITHIN_MS = 1000;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [quiet] the output is shown only where the command fails
 * @property {string | undefined} [copyTo] a file that gets the output too
 * @property {(chunk: string) => void} [watch] gets the output too
 * @property {AbortSignal} [signal] ends the command, which then has failed
 */

/**
 * Runs a command to its end, its output shown here. It has a process group of its own, and the whole group
 * ends with this process, however that comes about.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>}
 * @throws CommandFailed where the command exits with anything but 0
 */
export function run(command, args, { cwd, env = process.env, quiet = false, copyTo, watch, signal } = {}) {
  return new Promise((resolve, reject) => {
    const piped = quiet || copyTo !== undefined || watch !== undefined;
    const child = spawn(command, args, { cwd, env, stdio: piped ? 'pipe' : 'inherit', detached: true });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        if (quiet) output += chunk;
        else process[stream === child.stdout ? 'stdout' : 'stderr'].write(chunk);
        if (copyTo !== undefined) appendFileSync(copyTo, chunk);
        watch?.(String(chunk));
      });
    }
    const closed = once(child, 'close');
    // A command that cannot be started says so by 'error', below.
    closed.catch(() => {});
    const abort = () => signalGroup(child, 'SIGKILL');
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('exit', async (code, by) => {
      running.delete(child);
      signal?.removeEventListener('abort', abort);
      if (piped) await Promise.race([closed, sleep(LAST_OUTPUT_WITHIN_MS, undefined, { ref: false })]);
      if (code === 0) resolve();
      else reject(new CommandFailed([command, ...args].join(' '), code, by, output));
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
  for (const child of running) signalGroup(child, signal);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
