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
    const idleMs = performance.now() - waiting.endedAt;
    const inVainMs = waiting.begin();
    const limits = [remainingMs(running)];
    // By then the activity has sent one: since when, nobody here knows.
    if (info.heartbeatTimeoutMs)
      limits.push(info.heartbeatTimeoutMs + (idleMs > info.heartbeatTimeoutMs ? inVainMs : 0));
    const least = Math.min(...limits.filter((ms) => ms !== undefined));
    const timeoutMs = Math.max(0, (least - inVainMs) * SHARE_OF_SIGNALS);
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
