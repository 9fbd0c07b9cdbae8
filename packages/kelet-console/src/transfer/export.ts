import type { OtlpRequest } from '../receive/otlp';
import type { KeptSignal } from '../store/read-signals';
import type { Store } from '../store/store';
import type { SpanArrival } from '../store/write-spans';
import { spanKey } from '../tree';
import { otlpOf } from './otlp-of';

/** One session as a file: OTLP in JSON, which other tools can read, and the signals beside it. */
export interface SessionFile extends OtlpRequest {
  readonly sessionId: string;
  readonly signals: readonly KeptSignal[];
  /** When each span came, and how often, by `<trace id>/<span id>`: OTLP has no place for it. */
  readonly arrivals: Readonly<Record<string, SpanArrival>>;
}

const ALL = -1;

/** A session with all spans of its traces, to be attached to a report of a bug; `undefined` where there is none. */
export function exportSession(store: Store, sessionId: string): SessionFile | undefined {
  if (sessionId === '') return undefined;
  const { spans, signals } = store.arrived(sessionId, ALL);
  if (spans.length === 0 && signals.length === 0) return undefined;
  const arrivals = spans.map((span) => [spanKey(span), { receivedAt: span.receivedAt, copies: span.copies }]);
  return { sessionId, ...otlpOf(spans), signals, arrivals: Object.fromEntries(arrivals) };
}
