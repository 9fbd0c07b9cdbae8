import { type SharedSpans, slot } from 'kelet-core/internal';
import type { Redact, SpanFilter } from './span-rules';

/** How many spans a generation has: two generations cover what can wait in the queues of a few processors. */
const GENERATION = 32_768;

interface Shared extends SharedSpans {
  readonly redacts: Set<Redact>;
  readonly filters: Set<SpanFilter>;
}

/** The state that all exporters to Kelet in this process share. */
export function sharedSpans(): Shared {
  const current = slot();
  current.spans ??= { redacts: new Set(), filters: new Set(), newer: new Set(), older: new Set() };
  return current.spans as Shared;
}

interface Identified {
  spanContext(): { readonly traceId: string; readonly spanId: string };
  readonly endTime: readonly [number, number];
}

/**
 * Notes a span as exported. The memory is bounded: at least the 32,768 last spans, at most twice as many.
 *
 * A span is known by its end as well as its ids: a workflow task that fails ends the spans that are open in it, and the
 * next attempt ends them again, under the same ids and at another time. Copies with one end are the same span.
 *
 * @returns whether the span was not noted before
 */
export function noteExported(span: Identified): boolean {
  const shared = sharedSpans();
  const key = keyOf(span);
  if (shared.newer.has(key) || shared.older.has(key)) return false;
  if (shared.newer.size >= GENERATION) {
    shared.older = shared.newer;
    shared.newer = new Set();
  }
  shared.newer.add(key);
  return true;
}

/** Lets a span that was lost on its way be exported again. */
export function forgetExported(span: Identified): void {
  const { newer, older } = sharedSpans();
  const key = keyOf(span);
  newer.delete(key);
  older.delete(key);
}

function keyOf(span: Identified): string {
  const { traceId, spanId } = span.spanContext();
  return `${traceId}${spanId}${span.endTime}`;
}
