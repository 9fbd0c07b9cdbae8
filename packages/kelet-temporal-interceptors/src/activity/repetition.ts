import type { Duration } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import { signalRetryOf } from '../signal-retry';
import type { RunningActivity } from './activity-info';
import { elapsedMs } from './elapsed';

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
  /** Whether there will be a next one, after `delayMs`, else after the wait of the policy. */
  after(delayMs?: number): boolean;
}

/**
 * Tells whether Temporal will repeat the running attempt, as its server decides: by the number of attempts, and by
 * whether the next one would still begin within the time between schedule and close.
 *
 * Where it takes a last attempt for one of several, nothing is lost but the count: the failure itself tells the workflow
 * what its sender asked for.
 */
export function repetitionOf(running: RunningActivity): Repetition {
  const { attempt = 1, scheduleToCloseTimeoutMs } = running.info;
  // Temporal's info has the policy from 1.16 on.
  const policy = running.info.retryPolicy ?? signalRetryOf(running.headers);
  const { maximumAttempts = 0, backoffCoefficient = DEFAULT_COEFFICIENT } = policy;
  const initialMs = inMs(policy.initialInterval) ?? DEFAULT_INITIAL_MS;
  const maximumMs = inMs(policy.maximumInterval) ?? initialMs * DEFAULT_MAXIMUM_FACTOR;
  const policyMs = Math.min(maximumMs, initialMs * backoffCoefficient ** (attempt - 1));
  return {
    attempt,
    policyMs,
    after(delayMs = policyMs) {
      if (maximumAttempts > 0 && attempt >= maximumAttempts) return false;
      return !scheduleToCloseTimeoutMs || elapsedMs(running) + delayMs < scheduleToCloseTimeoutMs;
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
