import { slot } from 'kelet-core/internal';
import { runningActivity } from './activity-info';
import { remainingMs } from './elapsed';

/** Of the time that an activity has, what its signals may take of it in vain. */
const SHARE = 0.5;

/**
 * Lets no `signal()` in an activity take the time that the activity itself needs, however slow the API is, and however
 * many there are: each may take half of `left - lost`, where `left` is what is left of the activity's time, and `lost` what
 * earlier signals have waited in vain. The same goes for the time between two heartbeats.
 */
export function limitSignalsOfActivities(): void {
  slot().signalAllowance ??= () => {
    const running = runningActivity();
    // What goes on when its activity has ended has all the time that it wants.
    if (running === undefined) return undefined;
    const { waiting, info } = running;
    const inVainMs = waiting.inVainMs();
    let timeoutMs = shareOf(remainingMs(running), inVainMs);
    if (info.heartbeatTimeoutMs) {
      // The time of the last heartbeat is not known here. What was lost before a whole time-out ago does not count: the
      // activity would have timed out without a heartbeat since.
      const lostMs = performance.now() - waiting.endedAt() > info.heartbeatTimeoutMs ? 0 : inVainMs;
      timeoutMs = Math.min(timeoutMs, shareOf(info.heartbeatTimeoutMs - lostMs, lostMs));
    }
    // One that has no time does not wait.
    if (timeoutMs === 0) return { timeoutMs, end() {} };
    waiting.begin();
    return { ...(Number.isFinite(timeoutMs) && { timeoutMs }), end: waiting.end };
  };
}

const shareOf = (leftMs: number, lostMs: number): number => Math.max(0, (leftMs - lostMs) * SHARE);
