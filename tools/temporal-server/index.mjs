import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts } from './accepts.mjs';
import { findTemporal } from './find.mjs';
import { freePort } from './free-port.mjs';
import { findStandalone } from './standalone.mjs';

/**
 * @typedef {{ address: string, origin: string, stop: () => Promise<void> }} Server
 */

const READY_WITHIN_MS = 60_000;

/**
 * A Temporal server that answers: the one at TEMPORAL_ADDRESS, which is left running at the end, or a new
 * dev server on a free port of this machine, with its data in memory.
 *
 * @param {{ log: (line: string) => void, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Server>}
 */
export async function startTemporal({ log, env = process.env }) {
  const given = env['TEMPORAL_ADDRESS'];
  if (given) {
    if (!(await accepts(given))) throw new Error(`TEMPORAL_ADDRESS is ${given}, and nothing answers there.`);
    return { address: given, origin: 'TEMPORAL_ADDRESS', stop: async () => {} };
  }
  const { path, origin } = await findTemporal({ log, env });
  return startDevServer(path, origin);
}

/**
 * A server that knows standalone activities, which the dev server is too old for: a program of this folder, built
 * with Go into the cache.
 *
 * @param {{ log: (line: string) => void, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Server | { reason: string }>} why there is none, where it cannot be built
 */
export async function startStandalone({ log, env = process.env }) {
  const found = await findStandalone({ log, env });
  if ('reason' in found) return found;
  return startServer(found.path, found.origin, (port) => [String(port)]);
}

/**
 * @param {string} path
 * @param {string} origin
 */
function startDevServer(path, origin) {
  const fixed = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--log-level', 'error'];
  return startServer(path, origin, (port) => [...fixed, '--port', String(port)]);
}

/**
 * @param {string} path
 * @param {string} origin
 * @param {(port: number) => string[]} argsFor
 * @returns {Promise<Server>}
 */
async function startServer(path, origin, argsFor) {
  const port = await freePort();
  // A group of its own: Ctrl-C reaches the command that started the server, which then stops it in order.
  const child = spawn(path, argsFor(port), { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      errors += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  let over = false;
  ended.then(() => {
    over = true;
    process.off('exit', kill);
  });
  const address = `127.0.0.1:${port}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await accepts(address))) {
    if (over) throw new Error(`The Temporal server (${path}) ended before it was ready:\n${errors}`);
    if (Date.now() > deadline) {
      kill();
      throw new Error(`The Temporal server (${path}) was not ready within ${READY_WITHIN_MS / 1000} s.\n${errors}`);
    }
    await sleep(100);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
    kill();
    await ended;
  };
  return { address, origin, stop };
}
