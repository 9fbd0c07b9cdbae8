/**
 * How long the signals of one run may still wait, all together: an outage of the API must not hold a workflow up for as
 * long as one signal may wait, once for each of its signals. Times are in milliseconds, and are those of the workflow.
 */
export interface Patience {
  /** Begins the wait of a signal. @returns how long it may take, 0 where all is spent */
  begin(): number;
  /** Ends it. One that the API answered gives the others all the time again. */
  end(answered: boolean): void;
}

/** @param now the time of the workflow, which is the same in a replay */
export function createPatience(limitMs: number, now: () => number): Patience {
  let spent = 0;
  let waiting = 0;
  // Of those that wait at the same time, the time counts once.
  let since = 0;
  return {
    begin() {
      if (waiting++ === 0) since = now();
      return Math.max(0, limitMs - spent - (now() - since));
    },
    end(answered) {
      waiting--;
      if (answered) {
        spent = 0;
        since = now();
      } else if (waiting === 0) {
        spent += now() - since;
      }
    },
  };
}
