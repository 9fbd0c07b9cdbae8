import { slot, warnOnce } from 'kelet-core/internal';
import { noteGivenUp } from '../activity/given-up';

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
          if (noteGivenUp(runId, id)) slot().signalState.dropped.undelivered++;
        },
        callDuringReplay: false,
      },
    },
  };
}
