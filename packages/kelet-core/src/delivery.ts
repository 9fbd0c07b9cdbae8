import type { DropReason, SignalCounts } from './delivery-state';
import { isKeletError, KeletError, type KeletErrorCode } from './errors';
import { withoutKeys } from './known-keys';
import { refused } from './refusal';
import type { SignalBody, SignalDelivery, SignalTransport } from './signal-types';
import { slot } from './slot';
import { MAX_TIMER_MS } from './timer';
import { warnEachMinute, warnOnce } from './warn';

export interface DeliveryFailure {
  readonly error: KeletError;
  /** The same for each failure of this kind, and of few kinds: what others say of one may differ each time. */
  readonly cause: string;
}

const REASONS: { readonly [code in KeletErrorCode]?: DropReason } = {
  SIGNAL_REJECTED: 'rejected',
  SIGNAL_QUEUE_FULL: 'queueFull',
};

/** Hands a signal to its transport, and counts it as sent or dropped. Never rejects. */
export async function deliver(body: SignalBody, delivery: SignalDelivery): Promise<DeliveryFailure | undefined> {
  const { settings, signals, workflow, delivery: state } = slot();
  if (state.closed) return drop('shutdown', 'signal() was called after shutdown(), and was dropped.');
  const own = settings?.signals.transport;
  const transport = workflow?.signals ?? own ?? signals;
  if (transport === undefined) return drop('notConfigured', NO_TRANSPORT);
  // A transport of the user's may need no key, and an activity has that of its worker.
  if (transport === signals && settings?.credentials === undefined) return drop('notConfigured', NO_CREDENTIALS);
  const refusal = transport === signals ? signals.refusal?.() : undefined;
  if (refusal !== undefined) {
    state.dropped.queueFull++;
    return { error: refusal, cause: refusal.code };
  }
  const sending = attempt(transport, body, { ...delivery, raiseOnFailure: raises(delivery) });
  state.pending.add(sending);
  const failure = await sending;
  state.pending.delete(sending);
  if (failure === undefined) {
    state.sent++;
    if (settings?.signals.evaluationEvents) slot().emitEvaluation?.(body);
  } else {
    state.dropped[REASONS[failure.error.code] ?? 'undelivered']++;
  }
  return failure;
}

/** Logs a failure, once a minute for each cause. @throws its error, where failures are raised */
export function giveUp({ error, cause }: DeliveryFailure, delivery: SignalDelivery): void {
  warnEachMinute(`signal:${cause}`, `${error.message} The same cause is not logged again for a minute.`);
  if (raises(delivery)) throw refused(error);
}

function raises({ raiseOnFailure }: SignalDelivery): boolean {
  const { settings, workflow } = slot();
  return raiseOnFailure ?? (settings ?? workflow)?.signalFailureMode === 'raise';
}

/** Never rejects. */
async function attempt(
  transport: SignalTransport,
  body: SignalBody,
  delivery: SignalDelivery,
): Promise<DeliveryFailure | undefined> {
  try {
    await transport.send(body, delivery);
    return undefined;
  } catch (cause) {
    if (isKeletError(cause)) return { error: cause, cause: cause.logKey ?? cause.message };
    const message = `A signal was not delivered: its transport failed with ${describe(cause)}.`;
    const error = new KeletError('SIGNAL_UNDELIVERED', message, { cause });
    return { error, cause: cause instanceof Error ? cause.name : typeof cause };
  }
}

function describe(thrown: unknown): string {
  try {
    return withoutKeys(String(thrown));
  } catch {
    return `a value of type ${typeof thrown}`; // for example an object without a prototype
  }
}

/** Counts a signal that no transport ever saw, and says so once. */
export function drop(reason: DropReason, message: string): undefined {
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
  if (timeoutMs === undefined || timeoutMs > MAX_TIMER_MS || clock === undefined) return all;
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
