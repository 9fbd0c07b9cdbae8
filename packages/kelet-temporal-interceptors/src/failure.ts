import { ApplicationFailure } from '@temporalio/common';
import type { KeletError } from 'kelet-core';
import { isKeletError } from 'kelet-core/internal';

/** Temporal's own form of an error of Kelet: of the type `Kelet.` and its code, tried again only where that can help. */
export function toApplicationFailure({ code, message, retryAfterMs }: KeletError): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: `Kelet.${code}`,
    nonRetryable: code !== 'SIGNAL_UNDELIVERED',
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
