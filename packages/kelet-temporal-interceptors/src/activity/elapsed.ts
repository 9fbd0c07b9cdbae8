import type { RunningActivity } from './activity-info';

/** The time since an activity was scheduled for the first time, in milliseconds, less the wait of this attempt for a worker. */
export function elapsedByServerMs({ info, startedAt }: RunningActivity): number {
  const { scheduledTimestampMs = 0, currentAttemptScheduledTimestampMs = 0 } = info;
  // Both are the server's times, so that the clock of this machine does not matter.
  return currentAttemptScheduledTimestampMs - scheduledTimestampMs + performance.now() - startedAt;
}

/**
 * The time since the activity was first scheduled, in milliseconds, with the wait of this attempt for a worker, which only
 * the clock of this machine knows.
 */
function elapsedMs(running: RunningActivity): number {
  const { scheduledTimestampMs = 0, scheduleToCloseTimeoutMs = 0 } = running.info;
  const byServer = elapsedByServerMs(running);
  const byClock = Date.now() - scheduledTimestampMs;
  // A clock by which the attempt began after its time-out is wrong: then the server's times count.
  const atStart = byClock - (performance.now() - running.startedAt);
  return atStart < scheduleToCloseTimeoutMs ? Math.max(byServer, byClock) : byServer;
}

/** How long the attempt has before Temporal times it out, in milliseconds; infinite where it does not. */
export function remainingMs(running: RunningActivity): number {
  const { startToCloseTimeoutMs, scheduleToCloseTimeoutMs } = running.info;
  // Temporal says 0 where a time-out is not set.
  const ofAttempt = startToCloseTimeoutMs
    ? startToCloseTimeoutMs - (performance.now() - running.startedAt)
    : Number.POSITIVE_INFINITY;
  const ofAll = scheduleToCloseTimeoutMs ? scheduleToCloseTimeoutMs - elapsedMs(running) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(ofAttempt, ofAll));
}
