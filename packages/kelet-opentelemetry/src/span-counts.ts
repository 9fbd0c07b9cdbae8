/**
 * Why a span was dropped: `queueFull`, more spans waited than the queue takes; `failed`, the API refused the span, or
 * could not be reached; `notConfigured`, there was no API key or no project; `unknownProject`, its session names a
 * project that this process must not send anything of; `shutdown`, the span ended after its
 * processor was shut down; `filtered`, a `filter` left the span out.
 */
export type SpanDropReason = 'queueFull' | 'failed' | 'notConfigured' | 'unknownProject' | 'shutdown' | 'filtered';

/** What became of the finished spans so far: each span counts once, as sent or as dropped, unless it still waits. */
export interface SpanCounts {
  /** Spans that the API took. */
  readonly sent: number;
  /** Spans that were dropped, by the reason. */
  readonly dropped: Readonly<Record<SpanDropReason, number>>;
  /** Copies of spans that went to Kelet from this process by another way. */
  readonly duplicate: number;
}
