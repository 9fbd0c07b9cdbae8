/** What workflow code tells its worker. */
export type KeletSinks = {
  kelet: {
    /** Said once for each worker process and cause, however many runs meet it. */
    warn(key: string, message: string): void;
    /** Counts a signal that no worker has given up: Temporal did, by a time-out. `id` tells those of a run apart. */
    dropped(id: string): void;
  };
};
