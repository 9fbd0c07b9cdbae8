import { slot } from 'kelet-core/internal';
import { type RunningActivity, runningActivity } from './activity-info';

/** Of the time that an activity has, what its signals may take of it in vain. */
const SHARE_OF_SIGNALS = 0.5;

/**
 * Lets no `signal()` in an activity take the time that the activity itself needs, however slow the API is, and however
 * many there are: each may take half of what is left, less what earlier ones have waited in vain. The same goes for the
 * time between two heartbeats.
 */
export function limitSignalsOfActivities(): void {
  slot().allowance ??= () => {
    const running = runningActivity.getStore();
    if (running === undefined) return undefined;
    const { waiting, info } = running;
    const { heartbeatTimeoutMs = 0 } = info;
    const idleMs = performance.now() - waiting.endedAt;
    const inVainMs = waiting.begin();
    const shareOf = (leftMs: number, lostMs: number) => Math.max(0, (leftMs - lostMs) * SHARE_OF_SIGNALS);
    let timeoutMs = shareOf(remainingMs(running) ?? Number.POSITIVE_INFINITY, inVainMs);
    if (heartbeatTimeoutMs > 0) {
      // When the last heartbeat was, nobody here knows: but for so long, the activity has not been without one.
      const lostMs = idleMs > heartbeatTimeoutMs ? 0 : inVainMs;
      timeoutMs = Math.min(timeoutMs, shareOf(heartbeatTimeoutMs - lostMs, lostMs));
    }
    return { ...(Number.isFinite(timeoutMs) && { timeoutMs }), end: waiting.end };
  };
}

/** How long the attempt has before Temporal times it out, in milliseconds; `undefined` where it does not. */
export function remainingMs({ info, startedAt }: RunningActivity): number | undefined {
  const { startToCloseTimeoutMs, scheduleToCloseTimeoutMs, scheduledTimestampMs, currentAttemptScheduledTimestampMs } =
    info;
  // Both are the server's times, so that the clock of this machine does not matter.
  const before = (currentAttemptScheduledTimestampMs ?? 0) - (scheduledTimestampMs ?? 0);
  // Temporal says 0 where a time-out is not set.
  const ends = [startToCloseTimeoutMs, scheduleToCloseTimeoutMs && scheduleToCloseTimeoutMs - before].filter(Boolean);
  if (ends.length === 0) return undefined;
  return Math.max(0, Math.min(...(ends as number[])) - (performance.now() - startedAt));
}
