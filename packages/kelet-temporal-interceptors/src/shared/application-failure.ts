import { ApplicationFailure } from '@temporalio/common';
import type { KeletError, KeletErrorCode } from 'kelet-core';
import { isKeletError, isThenable, native } from 'kelet-core/internal';

/** What a failure of the activity `_kelet_signal` tells its workflow, as the one value of its details. */
export interface FailureDetails {
  /** What the sender asked for, as the signal was recorded with it. */
  readonly raise_on_failure: boolean;
  /** Whether its worker has given the signal up, and counted it so. */
  readonly given_up: boolean;
}

export interface FailureOptions {
  /** What the sender of a signal asked for; it goes into the details. */
  readonly raiseOnFailure?: boolean | undefined;
  /** How long Temporal waits before it tries again, in milliseconds. Default: as the policy says. */
  readonly delayMs?: number | undefined;
  /** Whether Temporal tries again, so that its log need not say so each time (Temporal 1.12 and later). */
  readonly willRepeat?: boolean | undefined;
}

/** What may pass: another attempt, or another worker, can do better. */
const RETRYABLE: readonly KeletErrorCode[] = ['SIGNAL_UNDELIVERED', 'SIGNAL_QUEUE_FULL'];

/** Temporal's own form of an error of Kelet: of the type `Kelet.` and its code, tried again only where that can help. */
export function toApplicationFailure(
  { code, message, retryAfterMs }: KeletError,
  { raiseOnFailure, delayMs = retryAfterMs, willRepeat = false }: FailureOptions = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: `Kelet.${code}`,
    nonRetryable: !RETRYABLE.includes(code),
    ...(raiseOnFailure !== undefined && { details: [detailsOf(raiseOnFailure, willRepeat)] }),
    ...(delayMs !== undefined && { nextRetryDelay: delayMs }), // passed over before Temporal 1.10.3
    ...(willRepeat && { category: 'BENIGN' }),
  });
}

function detailsOf(raiseOnFailure: boolean, willRepeat: boolean): FailureDetails {
  return { raise_on_failure: raiseOnFailure, given_up: !willRepeat };
}

/**
 * Runs an activity, and gives its failure Temporal's form, since Temporal would try again also where the API said no.
 *
 * @param ended told when the activity has ended, either way
 */
export function withTemporalFailures<O>(run: () => O, ended: () => void = () => {}): O {
  const failed = (error: unknown): never => {
    ended();
    throw isKeletError(error) ? toApplicationFailure(error) : error;
  };
  const succeeded = <T>(value: T): T => {
    ended();
    return value;
  };
  let result: O;
  try {
    result = run(); // of a function that is not async, the answer itself
  } catch (error) {
    return failed(error);
  }
  // Resolved ahead: a thenable of the user's may have a `then` that returns nothing.
  return isThenable(result) ? (native.Promise.resolve(result).then(succeeded, failed) as O) : succeeded(result);
}
