import type { DropReason, SignalCounts } from './delivery-state';
import { isKeletError, KeletError } from './errors';
import { refused } from './refusal';
import type { SignalBody, SignalDelivery, SignalTransport } from './signal';
import { slot } from './slot';
import { warnEachMinute, warnOnce } from './warn';

/** Hands a signal to its transport, and counts it as sent or dropped; failures are logged or raised. */
export async function deliver(body: SignalBody, delivery: SignalDelivery): Promise<void> {
  const { settings, signals, workflow, delivery: state } = slot();
  if (state.closed) return drop('shutdown', 'signal() was called after shutdown(), and was dropped.');
  const own = settings?.signals.transport;
  const transport = workflow?.signals ?? own ?? signals;
  if (transport === undefined) return drop('notConfigured', NO_TRANSPORT);
  // A transport of the user's may need no key, and an activity has that of its worker.
  if (transport === signals && settings?.credentials === undefined) return drop('notConfigured', NO_CREDENTIALS);
  const raiseOnFailure = delivery.raiseOnFailure ?? (settings ?? workflow)?.signalFailureMode === 'raise';
  const sending = attempt(transport, body, { ...delivery, raiseOnFailure });
  state.pending.add(sending);
  const failure = await sending;
  state.pending.delete(sending);
  if (failure === undefined) {
    state.sent++;
    if (settings?.signals.evaluationEvents) slot().emitEvaluation?.(body);
    return;
  }
  state.dropped[failure.code === 'SIGNAL_REJECTED' ? 'rejected' : 'undelivered']++;
  if (raiseOnFailure) throw refused(failure);
  warnEachMinute(
    failure.message,
    `${failure.message} It was dropped; the same cause is not logged again for a minute.`,
  );
}

/** Never rejects. */
async function attempt(
  transport: SignalTransport,
  body: SignalBody,
  delivery: SignalDelivery,
): Promise<KeletError | undefined> {
  try {
    await transport.send(body, delivery);
    return undefined;
  } catch (error) {
    if (isKeletError(error)) return error;
    const message = `A signal was not delivered: its transport failed with ${String(error)}.`;
    return new KeletError('SIGNAL_UNDELIVERED', message, { cause: error });
  }
}

/** Counts a signal that no transport ever saw, and says so once. */
export function drop(reason: DropReason, message: string): void {
  slot().delivery.dropped[reason]++;
  warnOnce(`signal:${reason}`, message);
}

export interface FlushOptions {
  /** How long to wait at most, in milliseconds. Default: until each signal was sent or given up. */
  readonly timeoutMs?: number;
}

/**
 * Waits until each signal that `signal()` was called for is sent or given up; later ones do not count. The timer
 * of `timeoutMs` does not hold the process. In workflow code, it waits for those of the run, and without a limit.
 *
 * @returns whether none was left when the time was over.
 */
export async function flush({ timeoutMs }: FlushOptions = {}): Promise<boolean> {
  const { clock, delivery } = slot();
  const all = Promise.all(delivery.pending).then(() => true);
  if (timeoutMs === undefined || clock === undefined) return all;
  return new Promise((resolve) => {
    const timer = clock.timer(timeoutMs, () => resolve(false));
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
  slot().delivery.closed = true;
  return flush(options);
}

/** A copy of the counts of this process. */
export function signalCounts(): SignalCounts {
  const { sent, retried, dropped } = slot().delivery;
  return { sent, retried, dropped: { ...dropped } };
}

const NO_TRANSPORT =
  'signal() was dropped: nothing in this process can send it. Call configure() first; where a bundler builds the ' +
  "process, also import 'kelet-core/host' and call attachHttpTransport().";

const NO_CREDENTIALS = 'signal() was dropped: configure() was not called, or found no API key or no project.';
