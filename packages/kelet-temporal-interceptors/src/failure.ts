import { ApplicationFailure } from '@temporalio/common';
import type { KeletError, KeletErrorCode } from 'kelet-core';
import { isKeletError } from 'kelet-core/internal';

/** What may pass: another attempt, or another worker, can do better. */
const RETRYABLE: readonly KeletErrorCode[] = ['SIGNAL_UNDELIVERED', 'SIGNAL_QUEUE_FULL'];

/** Temporal's own form of an error of Kelet: of the type `Kelet.` and its code, tried again only where that can help. */
export function toApplicationFailure({ code, message, retryAfterMs }: KeletError): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: `Kelet.${code}`,
    nonRetryable: !RETRYABLE.includes(code),
    ...(retryAfterMs !== undefined && { nextRetryDelay: retryAfterMs }), // passed over before Temporal 1.10.3
  });
}

/** The same for what an activity rejects with: Temporal would try again also where the API said no. */
export function withTemporalFailures<O>(result: O): O {
  const promise = result as Partial<Promise<unknown>> | undefined;
  if (typeof promise?.catch !== 'function') return result;
  return promise.catch((error: unknown) => {
    throw isKeletError(error) ? toApplicationFailure(error) : error;
  }) as O;
}
