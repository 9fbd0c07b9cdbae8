import { slot, warnOnce } from 'kelet-core/internal';

/** What workflow code tells its worker. */
export type KeletSinks = {
  kelet: {
    /** Said once for each worker process and cause, however many runs meet it. */
    warn(key: string, message: string): void;
    /**
     * Counts a signal that no worker has given up: Temporal did, by a time-out. Should a workflow task be retried just
     * then, it may count twice.
     */
    dropped(): void;
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
        fn: (): void => {
          slot().delivery.dropped.undelivered++;
        },
        callDuringReplay: false,
      },
    },
  };
}
