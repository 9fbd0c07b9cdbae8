import { native } from './built-ins';
import { checkOptions, type OptionRules } from './options';
import { slot } from './slot';
import { MAX_TIMER_MS } from './timer';

/** What `flush()`, `flushAll()` and `shutdown()` take. */
export interface FlushOptions {
  /** How long to wait at most, in milliseconds. Default: until each signal was sent or given up. */
  readonly timeoutMs?: number | undefined;
}

const FLUSH_RULES: OptionRules<FlushOptions> = {
  timeoutMs: {
    fits: (value) => typeof value === 'number' && value >= 0,
    wanted: 'a number of milliseconds, 0 or more',
  },
};

/**
 * Waits until each signal that `signal()` was called for is sent or given up; later ones do not count. With `timeoutMs`
 * it holds the process so long. In workflow code, it waits for those of the run, and without a limit.
 *
 * @returns whether none was left when the time was over.
 * @throws KeletError INVALID_CONFIG where an option is wrong
 */
export async function flush(options: FlushOptions = {}): Promise<boolean> {
  return settled('flush()', options, []);
}

/**
 * `flush()`, and the spans that wait in this process to go to Kelet, at once: for the end of a script, of a request
 * handler, or of a function that is frozen once it has answered. What it waited for may have been lost: `signalCounts()`
 * and `spanCounts()` say so.
 *
 * @returns whether nothing was left when the time was over.
 * @throws KeletError INVALID_CONFIG where an option is wrong
 */
export async function flushAll(options: FlushOptions = {}): Promise<boolean> {
  return settled('flushAll()', options, slot().spanFlushes ?? []);
}

function settled(what: string, options: FlushOptions, flushes: Iterable<() => Promise<void>>): Promise<boolean> {
  checkOptions(what, options, FLUSH_RULES);
  const { timeoutMs } = options;
  const { clock, signalState } = slot();
  const all = native.Promise.all([...signalState.pending, ...[...flushes].map((run) => run())]).then(() => true);
  if (timeoutMs === undefined || timeoutMs > MAX_TIMER_MS || clock === undefined) return all;
  return new native.Promise((resolve) => {
    // The timer holds the process: without it, one in which nothing else waits would end before its `await` does.
    const timer = clock.timer(timeoutMs, () => resolve(false), true);
    all.then(() => {
      timer.callOff();
      resolve(true);
    });
  });
}

/**
 * Flushes, and drops each later signal with one warning, until `configure()` is called again. For the end of a
 * process.
 *
 * @returns as `flush()`
 */
export function shutdown(options?: FlushOptions): Promise<boolean> {
  slot().signalState.closed = true;
  return flush(options);
}
