/** Temporal's default for `maxConcurrentActivityTaskExecutions`. */
const DEFAULT_SLOTS = 100;

/** Of the slots that a worker has for activities, what the signals of workflow code may hold. */
const SHARE = 1 / 4;

/** The places that the signals of workflow code have on one worker. */
export interface SignalSlots {
  /**
   * Whether there was a free one, which is taken then. The caller that got it calls `release()` once.
   *
   * @param must whether to take one more where there is none
   */
  acquire(must: boolean): boolean;
  release(): void;
}

/** @param slots how many activities the worker runs at once */
export function createSignalSlots(slots = DEFAULT_SLOTS): SignalSlots {
  const most = Math.max(1, Math.floor(slots * SHARE));
  let taken = 0;
  return {
    acquire(must) {
      if (taken >= most && !must) return false;
      taken++;
      return true;
    },
    release() {
      taken--;
    },
  };
}
