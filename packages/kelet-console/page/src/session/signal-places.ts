import { spanKey, type TreeNode } from '../../../src/tree';
import type { SignalView } from '../../../src/views';

/** Which signals belong to which line of the waterfall. */
export interface SignalPlaces {
  /** By the key of the span that they judge. */
  readonly bySpan: ReadonlyMap<string, readonly SignalView[]>;
  /** Those about the session, or about a span that is not there. */
  readonly bySession: readonly SignalView[];
}

export function placeSignals(signals: readonly SignalView[], nodes: Iterable<TreeNode>): SignalPlaces {
  const keys = new Map<string, string>();
  for (const node of nodes) {
    keys.set(node.key, node.key);
    // A signal may come without its trace. A span id alone says which one as well, but for a chance in billions.
    keys.set(node.spanId, node.key);
  }
  const bySpan = new Map<string, SignalView[]>();
  const bySession: SignalView[] = [];
  for (const signal of signals) {
    const key = keyOf(signal, keys);
    const place = key === undefined ? bySession : (bySpan.get(key) ?? []);
    place.push(signal);
    if (key !== undefined) bySpan.set(key, place);
  }
  return { bySpan, bySession };
}

function keyOf({ traceId, spanId }: SignalView, keys: ReadonlyMap<string, string>): string | undefined {
  if (spanId === null) return undefined;
  return keys.get(traceId === null ? spanId : spanKey({ traceId, spanId }));
}
