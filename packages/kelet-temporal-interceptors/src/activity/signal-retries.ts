import type { Duration } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import { isOnlyRequest, signalRetryOf } from '../shared/signal-retry';
import type { RunningActivity } from './activity-info';
import { elapsedByServerMs } from './elapsed';

/** What Temporal's server takes where a policy leaves it out. */
const DEFAULT_INITIAL_MS = 1000;
const DEFAULT_COEFFICIENT = 2;
const DEFAULT_MAXIMUM_FACTOR = 100;

/** What Temporal will do when the running attempt of an activity fails. */
export interface Repetition {
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** The wait of the policy before the next one, in milliseconds. */
  readonly policyMs: number;
  /** Whether the policy allows no further one, whatever time is left. */
  readonly isLast: boolean;
  /** Whether one request is all that the signal may have: its run has waited in vain for long enough. */
  readonly isOnly: boolean;
  /** Whether there will be a next one, after `delayMs`, else after the wait of the policy. */
  after(delayMs?: number): boolean;
}

/**
 * Tells whether Temporal will repeat the running attempt, as its server decides: by the number of attempts, and by
 * whether the next one would still begin within the time between schedule and close.
 *
 * The elapsed time is taken from the server's times, without the wait of this attempt for a worker. So a last attempt can
 * be mistaken for one of several, and nothing is lost: its failure tells the workflow what the sender asked for. The
 * opposite mistake would lose a signal.
 */
export function repetitionOf(running: RunningActivity): Repetition {
  const { attempt = 1, scheduleToCloseTimeoutMs } = running.info;
  // Temporal's info has the policy from 1.16 on.
  const policy = running.info.retryPolicy ?? signalRetryOf(running.headers);
  const { maximumAttempts = 0, backoffCoefficient = DEFAULT_COEFFICIENT } = policy;
  const isLast = maximumAttempts > 0 && attempt >= maximumAttempts;
  const initialMs = inMs(policy.initialInterval) ?? DEFAULT_INITIAL_MS;
  const maximumMs = inMs(policy.maximumInterval) ?? initialMs * DEFAULT_MAXIMUM_FACTOR;
  const policyMs = Math.min(maximumMs, initialMs * backoffCoefficient ** (attempt - 1));
  return {
    attempt,
    policyMs,
    isLast,
    isOnly: isOnlyRequest(running.headers),
    after(delayMs = policyMs) {
      if (isLast) return false;
      return !scheduleToCloseTimeoutMs || elapsedByServerMs(running) + delayMs < scheduleToCloseTimeoutMs;
    },
  };
}

// A header can hold anything.
function inMs(duration: Duration | undefined): number | undefined {
  try {
    return duration === undefined ? undefined : msToNumber(duration);
  } catch {
    return undefined;
  }
}
