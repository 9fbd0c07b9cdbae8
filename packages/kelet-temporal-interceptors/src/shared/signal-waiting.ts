/**
 * How long the signals of a run or an activity have waited without an answer, in milliseconds. Of signals that wait at the
 * same time, the time counts once.
 */
export interface Waiting {
  /** Begins the wait of a signal. @returns `inVainMs` */
  begin(): number;
  /** Ends the wait of a signal. Where the API answered, the time in vain is 0 again. */
  end(answered: boolean): void;
  /** How long signals have waited in vain until now. */
  inVainMs(): number;
  /** When the last one ended, by the same clock. */
  endedAt(): number;
}

export function createWaiting(now: () => number): Waiting {
  let inVain = 0;
  let waiting = 0;
  let since = 0;
  let endedAt = 0;
  const inVainMs = () => inVain + (waiting > 0 ? now() - since : 0);
  return {
    // Methods, and no accessors: to define one for each activity and each run takes longer than all the rest here.
    inVainMs,
    endedAt: () => endedAt,
    begin() {
      if (waiting++ === 0) since = now();
      return inVainMs();
    },
    end(answered) {
      waiting--;
      endedAt = now();
      if (answered) {
        inVain = 0;
        since = endedAt;
      } else if (waiting === 0) {
        inVain += endedAt - since;
      }
    },
  };
}
