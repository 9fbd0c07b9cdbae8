import type { OtlpRequest } from '../receive/otlp';
import type { KeptSignal } from '../store/read-signals';
import type { Store } from '../store/store';
import { otlpOf } from './otlp-of';

/** One session as a file: OTLP in JSON, which other tools can read, and the signals beside it. */
export interface SessionFile extends OtlpRequest {
  readonly sessionId: string;
  readonly signals: readonly KeptSignal[];
}

const ALL = -1;

/** A session with all spans of its traces, to be attached to a report of a bug; `undefined` where there is none. */
export function exportSession(store: Store, sessionId: string): SessionFile | undefined {
  if (sessionId === '') return undefined;
  const { spans, signals } = store.arrived(sessionId, ALL);
  return spans.length === 0 && signals.length === 0 ? undefined : { sessionId, ...otlpOf(spans), signals };
}
