/** Reads something again when it may have changed. */
export interface Refresher {
  /** Reads soon: once for all requests of `gapMs`, and never twice at a time. */
  request(): void;
  stop(): void;
}

/** `read` begins at once; it must not reject. */
export function createRefresher(read: () => Promise<void>, gapMs: number): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading = false;
  let again = false;
  let stopped = false;

  async function run(): Promise<void> {
    timer = undefined;
    reading = true;
    again = false;
    await read();
    reading = false;
    if (again) request();
  }

  function request(): void {
    if (stopped) return;
    if (reading) again = true;
    else timer ??= setTimeout(run, gapMs);
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
  }

  void run();
  return { request, stop };
}
