import { join } from 'node:path';
import { run } from './processes.mjs';
import { ROOT } from './setup.mjs';

// OpenTelemetry's exporter imports its transport when first used, which Jest allows with this flag only.
const NODE_FLAGS = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  `--require=${join(ROOT, 'tools/run/held.cjs')}`,
];

/** What Jest says where it would never end. */
const NEVER_ENDS = 'did not exit one second after the test run has completed';
/** What held.cjs says in a process that Jest had to kill. */
const HELD = /KELET_HELD (.*)/;

/** Time to say what else there is to say, to Jest's results file as well. */
const GRACE_MS = 5000;

/**
 * Runs Jest to its end, which has to come by itself: what a test leaves open would keep a user's process from its end
 * as well.
 *
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, copyTo?: string }} options
 * @throws CommandFailed where a test fails, and Error where all pass and something was left open
 */
export async function jest(args, { env, copyTo }) {
  const overdue = new AbortController();
  let left = '';
  let output = '';
  /** @param {string} chunk */
  const watch = (chunk) => {
    output = (output + chunk).slice(-2000);
    left ||= HELD.exec(output)?.[1] ?? '';
    if (!output.includes(NEVER_ENDS) || left === NEVER_ENDS) return;
    left = NEVER_ENDS;
    setTimeout(() => overdue.abort(), GRACE_MS).unref();
  };
  const command = [...NODE_FLAGS, join(ROOT, 'node_modules/jest/bin/jest.js'), ...args];
  try {
    await run(process.execPath, command, { cwd: ROOT, env, copyTo, watch, signal: overdue.signal });
  } catch (error) {
    if (!overdue.signal.aborted) throw error;
  }
  if (left === '') return;
  throw new Error(
    `Jest did not end by itself: ${left}. A test file left open what keeps its process from its end, such as a worker, ` +
      'a server or a timer. Look for it with `npm test -- <file> --detectOpenHandles`.',
  );
}
