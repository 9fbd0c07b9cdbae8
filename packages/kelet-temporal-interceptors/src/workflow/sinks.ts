import { slot, warnOnce } from 'kelet-core/internal';
import { noteGivenUp } from '../given-up';

/** What workflow code tells its worker. */
export type KeletSinks = {
  kelet: {
    /** Said once for each worker process and cause, however many runs meet it. */
    warn(key: string, message: string): void;
    /** Counts a signal that no worker has given up: Temporal did, by a time-out. `id` tells those of a run apart. */
    dropped(id: string): void;
  };
};

/** The worker's end, for `WorkerOptions.sinks`. */
export function createSinks() {
  return {
    kelet: {
      warn: {
        fn: (_info: unknown, key: string, message: string): void => warnOnce(key, message),
        callDuringReplay: false,
      },
      dropped: {
        fn: ({ runId }: { readonly runId: string }, id: string): void => {
          if (noteGivenUp(runId, id)) slot().delivery.dropped.undelivered++;
        },
        callDuringReplay: false,
      },
    },
  };
}
