import { read } from 'kelet-core/internal';

/** What became of the spans of a process, by the shape of kelet-opentelemetry's `SpanCounts`. */
export interface CountedSpans {
  readonly sent: number;
  readonly dropped: Readonly<Record<string, number | undefined>>;
}

/** The counts of what `setupTelemetry()` has set up; `undefined` where it was not called. Never throws. */
export function spanCountsOf(telemetry: unknown): CountedSpans | undefined {
  const count = read(telemetry, 'spanCounts');
  if (typeof count !== 'function') return undefined;
  try {
    return count.call(telemetry) as CountedSpans;
  } catch {
    return undefined;
  }
}
