import { type SharedSpans, slot } from 'kelet-core/internal';
import type { Redact, SpanFilter } from './span-rules';

/** How many spans a generation has: two of them cover what can wait in the queues of a few processors. */
const GENERATION = 32_768;

interface Shared extends SharedSpans {
  readonly redacts: Set<Redact>;
  readonly filters: Set<SpanFilter>;
}

/** What all that exports to Kelet in this process shares. */
export function sharedSpans(): Shared {
  const current = slot();
  current.spans ??= { redacts: new Set(), filters: new Set(), newer: new Set(), older: new Set() };
  return current.spans as Shared;
}

/**
 * Notes a span as exported. What is remembered is bounded: the 32,768 last ones at least, twice as many at most.
 *
 * @returns whether it was not among them
 */
export function noteExported({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): boolean {
  const shared = sharedSpans();
  const key = traceId + spanId;
  if (shared.newer.has(key) || shared.older.has(key)) return false;
  if (shared.newer.size >= GENERATION) {
    shared.older = shared.newer;
    shared.newer = new Set();
  }
  shared.newer.add(key);
  return true;
}
