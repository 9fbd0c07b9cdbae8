import { warnOnce } from 'kelet-core/internal';

/** What workflow code tells its worker: once for each worker process and cause, however many runs meet it. */
export type KeletSinks = {
  kelet: {
    warn(key: string, message: string): void;
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
    },
  };
}
