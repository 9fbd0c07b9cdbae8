import { defaultPayloadConverter, type Headers, type RetryPolicy } from '@temporalio/common';
import { freeze } from 'kelet-core/internal';
import { SIGNAL_RETRY_HEADER } from 'kelet-temporal-headers';
import { SIGNAL_ACTIVITY } from './names';

/**
 * How Temporal repeats the activity `_kelet_signal` where the user says nothing else: as long as the time between
 * schedule and close allows.
 */
export const SIGNAL_RETRY: RetryPolicy = freeze({
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '30 seconds',
});

/** What the header holds: the policy, and whether the signal may have one request only. */
interface SignalRetry extends RetryPolicy {
  readonly isOnlyRequest?: boolean;
}

/**
 * The retry policy of a signal that may have one request only. Its attempts are not limited to one, since an attempt that
 * is held back makes no request.
 */
export const onlyRequest = (retry: RetryPolicy): SignalRetry => ({ ...retry, isOnlyRequest: true });

/** The part of an activity that workflow code schedules that Kelet uses. */
export interface ScheduledActivity {
  readonly activityType: string;
  readonly options: { readonly retry?: RetryPolicy | undefined };
}

/**
 * The headers of an activity, and for a signal with another retry policy than the default, that policy: before 1.16,
 * Temporal does not tell an activity its policy.
 */
export function withSignalRetry({ activityType, options }: ScheduledActivity, headers: Headers): Headers {
  if (activityType !== SIGNAL_ACTIVITY || options.retry === undefined || options.retry === SIGNAL_RETRY) return headers;
  return { ...headers, [SIGNAL_RETRY_HEADER]: defaultPayloadConverter.toPayload(options.retry) };
}

/** Whether the headers of an activity say that the signal may have one request only. Never throws. */
export function isOnlyRequest(headers: Headers): boolean {
  return signalRetryOf(headers).isOnlyRequest === true;
}

/** The policy in the headers of an activity, else the default. Never throws. */
export function signalRetryOf(headers: Headers): SignalRetry {
  const payload = headers[SIGNAL_RETRY_HEADER];
  if (payload === undefined) return SIGNAL_RETRY;
  try {
    const policy: unknown = defaultPayloadConverter.fromPayload(payload);
    return typeof policy === 'object' && policy !== null ? policy : SIGNAL_RETRY;
  } catch {
    return SIGNAL_RETRY;
  }
}
