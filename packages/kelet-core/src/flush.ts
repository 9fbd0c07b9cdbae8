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
 * `flush()`, and at once the spans that wait in Kelet's batches, those of `setupTelemetry()` and of `batchProcessor()`: for
 * the end of a script, of a request handler, or of a function that is frozen once it has answered. A span processor of
 * the user's around a KeletExporter is the user's to flush. What this waited for may have been lost: `signalCounts()` and
 * `spanCounts()` say so.
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
  const all = native.Promise.all([...signalState.pending, ...[...flushes].map(unfailing)]).then(() => true);
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

/** Another copy's, perhaps, and what it fails with has been counted and logged there. */
async function unfailing(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch {}
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
