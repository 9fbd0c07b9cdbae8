import { slot, warnOnce } from 'kelet-core/internal';

/** What workflow code tells its worker. */
export type KeletSinks = {
  kelet: {
    /** Said once for each worker process and cause, however many runs meet it. */
    warn(key: string, message: string): void;
    /** Counts a signal that no worker has given up: Temporal did, by a time-out. `index` tells those of a run apart. */
    dropped(index: number): void;
  };
};

/** So many are known at once; a workflow task that is retried comes soon. */
const MAX_KNOWN = 10_000;

/** The worker's end, for `WorkerOptions.sinks`. */
export function createSinks() {
  // Temporal calls a sink again where it retries a workflow task.
  const known = new Set<string>();
  return {
    kelet: {
      warn: {
        fn: (_info: unknown, key: string, message: string): void => warnOnce(key, message),
        callDuringReplay: false,
      },
      dropped: {
        fn: ({ runId }: { readonly runId: string }, index: number): void => {
          const key = `${runId} ${index}`;
          if (known.has(key)) return;
          known.add(key);
          if (known.size > MAX_KNOWN) for (const oldest of [...known].slice(0, MAX_KNOWN / 2)) known.delete(oldest);
          slot().delivery.dropped.undelivered++;
        },
        callDuringReplay: false,
      },
    },
  };
}
