import { native } from './built-ins';
import { destinationOf } from './destination';
import { isKeletError, KeletError, type KeletErrorCode } from './errors';
import { read } from './foreign-value';
import type { DropReason, SignalCounts } from './signal-counts';
import type { SignalBody, SignalDelivery, SignalTransport } from './signal-types';
import { slot } from './slot';
import { quote, textOf } from './text';
import { MAX_TIMER_MS } from './timer';
import { warnEachMinute, warnOnce } from './warn';

/** Why a transport did not take a signal. */
export interface DeliveryFailure {
  readonly error: KeletError;
  /** Equal for all failures of one kind, and there are few kinds: the log knows them by it. Messages may differ each time. */
  readonly cause: string;
}

const REASONS: { readonly [code in KeletErrorCode]?: DropReason } = {
  SIGNAL_REJECTED: 'rejected',
  SIGNAL_QUEUE_FULL: 'queueFull',
};

/**
 * Hands a signal to its transport. Counts it as sent where the transport took it, and as dropped where there is none.
 * Never rejects.
 *
 * @returns the failure of the transport, which is for the caller to count with `giveUp()`, or to try again
 */
export async function deliverSignal(body: SignalBody, delivery: SignalDelivery): Promise<DeliveryFailure | undefined> {
  const { settings, signalTransport, workflow, signalState: state } = slot();
  if (state.closed) return drop('shutdown', 'signal() was called after shutdown(), and was dropped.');
  const own = settings?.signals.transport;
  const transport = workflow?.signalTransport ?? own ?? signalTransport;
  if (transport === undefined) return drop('notConfigured', NO_TRANSPORT);
  // The worker of the activity decides for workflow code.
  const destination = workflow === undefined ? destinationOf(settings, delivery.project) : undefined;
  if (destination === 'unknownProject') return drop('unknownProject', UNKNOWN_PROJECT);
  // A transport of the user's may need no key.
  if (transport === signalTransport && destination === 'notConfigured') return drop('notConfigured', NO_CREDENTIALS);
  const refusal = transport === signalTransport ? signalTransport.refusal?.(delivery) : undefined;
  if (refusal !== undefined) return { error: refusal, cause: refusal.code };
  const allowance = delivery.timeoutMs === undefined ? slot().signalAllowance?.() : undefined;
  const timeoutMs = delivery.timeoutMs ?? allowance?.timeoutMs;
  const idempotencyKey = slot().voteKey?.(body, delivery.project ?? settings?.project) ?? delivery.idempotencyKey;
  const limited = {
    ...delivery,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    raiseOnFailure: raises(delivery),
  };
  const sending = timeoutMs === 0 ? noTime() : within(limited, transport, body);
  state.pending.add(sending);
  const failure = await sending;
  state.pending.delete(sending);
  allowance?.end(failure === undefined || failure.error.code === 'SIGNAL_REJECTED');
  if (failure === undefined) {
    state.sent++;
    if (settings?.signals.evaluationEvents) slot().emitEvaluation?.(body);
  }
  return failure;
}

/** Counts a signal as dropped, and logs why, once a minute for each cause. */
export function giveUp({ error, cause }: DeliveryFailure): void {
  slot().signalState.dropped[REASONS[error.code] ?? 'undelivered']++;
  warnEachMinute(`signal:${cause}`, `${error.message} The same cause is not logged again for a minute.`);
}

/** Whether the sender of a signal is to be told that it was given up. */
export function raises({ raiseOnFailure }: Pick<SignalDelivery, 'raiseOnFailure'>): boolean {
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
    // The messages of Kelet's own transports are few; those of a user's may differ each time.
    const kind = transport === slot().settings?.signals.transport ? 'code' : 'message';
    if (isKeletError(cause)) return { error: cause, cause: cause.logKey ?? cause[kind] };
    const message = `A signal was not delivered: its transport failed with ${quote(textOf(cause))}.`;
    const error = new KeletError('SIGNAL_UNDELIVERED', message, { cause });
    return { error, cause: textOf(read(cause, 'name') ?? typeof cause) };
  }
}

/** Gives up waiting for a transport of the user's when its time is over; what that does then, nobody hears. */
function within(
  delivery: SignalDelivery,
  transport: SignalTransport,
  body: SignalBody,
): Promise<DeliveryFailure | undefined> {
  const { clock, settings } = slot();
  const { timeoutMs } = delivery;
  const sending = attempt(transport, body, delivery);
  // Kelet's own keep the limit by themselves, and say more of what took the time.
  const limits = transport === settings?.signals.transport && clock !== undefined;
  if (!limits || timeoutMs === undefined || timeoutMs > MAX_TIMER_MS) return sending;
  return new native.Promise((resolve) => {
    const timer = clock.timer(timeoutMs, () => resolve(late('its transport took longer than there was time for')));
    sending.then((failure) => {
      timer.callOff();
      resolve(failure);
    });
  });
}

function late(why: string): DeliveryFailure {
  const error = new KeletError('SIGNAL_UNDELIVERED', `A signal was not delivered: ${why}.`);
  return { error, cause: why };
}

async function noTime(): Promise<DeliveryFailure> {
  return late('the activity has no time left for it, after others that were given up');
}

/** Counts a signal that no transport ever saw, and says so once. */
export function drop(reason: DropReason, message: string): undefined {
  slot().signalState.dropped[reason]++;
  warnOnce(`signal:${reason}`, message);
}

/** A copy of the counts of this process. */
export function signalCounts(): SignalCounts {
  const { sent, retried, dropped } = slot().signalState;
  return { sent, retried, dropped: { ...dropped } };
}

const NO_TRANSPORT =
  'signal() was dropped: nothing in this process can send it. Call configure() first; in a process that a bundler ' +
  "built, also attachHost() of 'kelet-core/host'.";

const UNKNOWN_PROJECT =
  'signal() was dropped: its session names a project that configure({ projects }) does not list, or one that could not ' +
  'be read.';

const NO_CREDENTIALS = 'signal() was dropped: configure() was not called, or found no API key or no project.';
