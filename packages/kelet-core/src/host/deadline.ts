/** The end of the time that something may take. */
export interface Deadline {
  /** In milliseconds; 0 when it is over, Infinity where there is none. */
  left(): number;
}

/** By a clock that nobody sets: the time of day may be put back meanwhile. */
export function deadline(timeoutMs = Number.POSITIVE_INFINITY): Deadline {
  const end = performance.now() + timeoutMs;
  return { left: () => Math.max(0, end - performance.now()) };
}
