import { slot } from 'kelet-core/internal';
import { type RunningActivity, runningActivity } from './activity-info';

/** Of what an activity has left, and of the time between two heartbeats, what one of its signals may take. */
const SHARE_OF_A_SIGNAL = 0.5;

/** Lets no `signal()` in an activity take the time that the activity itself needs, however slow the API is. */
export function limitSignalsOfActivities(): void {
  slot().timeLimit ??= () => {
    const running = runningActivity.getStore();
    if (running === undefined) return undefined;
    const limits = [remainingMs(running), running.info.heartbeatTimeoutMs].filter(isLimit);
    return limits.length === 0 ? undefined : Math.min(...limits) * SHARE_OF_A_SIGNAL;
  };
}

/** How long the attempt has before Temporal times it out, in milliseconds; `undefined` where it does not. */
export function remainingMs({ info, startedAt }: RunningActivity): number | undefined {
  const { startToCloseTimeoutMs, scheduleToCloseTimeoutMs, scheduledTimestampMs, currentAttemptScheduledTimestampMs } =
    info;
  // Both are the server's times, so that the clock of this machine does not matter.
  const before = (currentAttemptScheduledTimestampMs ?? 0) - (scheduledTimestampMs ?? 0);
  const ends = [startToCloseTimeoutMs, scheduleToCloseTimeoutMs && scheduleToCloseTimeoutMs - before].filter(isLimit);
  if (ends.length === 0) return undefined;
  return Math.max(0, Math.min(...ends) - (performance.now() - startedAt));
}

// Temporal says 0 where a time-out is not set.
const isLimit = (ms: number | undefined): ms is number => ms !== undefined && ms !== 0;
