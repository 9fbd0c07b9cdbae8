import { type Arrived, diagnose, type Finding } from 'kelet-doctor/arrived';
import type { ReceivedSignal, ReceivedSpan } from '../receive/received';
import type { SessionDetailView, SessionListView, SignalView, SpanDetailView } from '../views';
import { openDatabase, transaction } from './database';
import { evict, type Limits } from './evict';
import { readSession, readSessions, type SessionQuery } from './read-sessions';
import { hasSignal, type KeptSignal, readKeptSignals, readSignals, readSignalsOf, searchSignals } from './read-signals';
import { type KeptSpan, readErrors, readKeptSpans, readSpan, readTree, searchSpans } from './read-spans';
import { forgetAnswered, isRetry, requestHash } from './requests';
import { statementsOf } from './statements';
import { writeSignal } from './write-signals';
import { type SpanArrival, writeSpans } from './write-spans';

/** What has arrived, in memory or in a file. Each request is kept whole, ahead of its answer, or an error is thrown. */
export interface Store {
  /**
   * Keeps the spans of a request, unless the same was kept, and its answer was not delivered.
   *
   * @returns what is to be called once the answer was delivered
   */
  keepSpans(spans: readonly ReceivedSpan[], body: Uint8Array, project?: string): () => void;
  /** Keeps a signal, without the key of the API. */
  keepSignal(signal: ReceivedSignal): void;
  /** Keeps what another console has exported: nothing of it is kept twice, and all or nothing is. */
  keepExported(
    spans: readonly ReceivedSpan[],
    signals: readonly KeptSignal[],
    arrivalOf: (span: ReceivedSpan) => SpanArrival,
  ): void;
  sessions(query: SessionQuery): SessionListView;
  session(sessionId: string): SessionDetailView | undefined;
  span(traceId: string, spanId: string): SpanDetailView | undefined;
  /** The newest signals, the newest first. */
  signals(limit: number): readonly SignalView[];
  /** The spans that ended in an error, the newest first. */
  errors(limit: number): readonly KeptSpan[];
  /** Spans and signals whose name or values hold a text, the newest first. */
  search(text: string, limit: number): { readonly spans: readonly KeptSpan[]; readonly signals: readonly SignalView[] };
  /** The newest `limit` spans and signals of a session, with all spans of its traces, or of all; by arrival. */
  arrived(sessionId: string | undefined, limit: number): Arrived & ArrivedHere;
  /** What is wrong with the newest of that which arrived, worst first. */
  findings(): readonly Finding[];
  /** Sessions that had to leave, or lost their oldest spans, since the store was opened. */
  evicted(): number;
  /** Calls `listener` with the sessions that have something new. @returns what ends that */
  onChange(listener: (sessionIds: readonly string[]) => void): () => void;
  close(): void;
}

interface ArrivedHere {
  readonly spans: readonly KeptSpan[];
  readonly signals: readonly KeptSignal[];
}

export interface StoreOptions extends Limits {
  /** Absent for memory. */
  readonly file?: string | undefined;
  /** Whether a file that is not there is an error, and not made. */
  readonly mustExist?: boolean;
}

/** Of all spans, and of all signals, the doctor looks at the newest: while it reads, nothing comes in. */
const MAX_DIAGNOSED = 10_000;
export const MAX_OF_SESSION = 20_000;

/** @throws KeletError INVALID_CONFIG where the file cannot be used, and says why */
export function openStore({ file, mustExist = false, ...limits }: StoreOptions): Store {
  const { db, check, close } = openDatabase(file, mustExist);
  const statements = statementsOf(db);
  const listeners = new Set<(sessionIds: readonly string[]) => void>();
  // Forgotten with the next request: a write of its own would double those to a file, and might fail with nobody to tell.
  const answered = new Set<string>();
  let evicted = 0;

  function write(fn: (now: number) => readonly string[]): void {
    check();
    let left = 0;
    const sessionIds = transaction(db, () => {
      const changed = fn(Date.now());
      left = evict(statements, limits);
      return changed;
    });
    evicted += left;
    for (const listener of listeners) listener(sessionIds);
  }

  const arrived = (sessionId: string | undefined, limit: number) => ({
    ...(sessionId !== undefined && { sessionId }),
    spans: readKeptSpans(statements, sessionId, limit),
    signals: readKeptSignals(statements, sessionId, limit),
  });

  // A file may come from a console that was allowed more.
  write(() => []);
  return {
    keepSpans(spans, body, project = '') {
      if (spans.length === 0) return () => {};
      const hash = requestHash(body, project);
      write((now) => {
        forgetAnswered(statements, answered);
        return isRetry(statements, hash, now) ? [] : writeSpans(statements, spans, now);
      });
      answered.clear();
      return () => answered.add(hash);
    },
    keepSignal({ apiKey: _, ...signal }) {
      write((now) => [writeSignal(statements, { ...signal, receivedAt: now }, now)]);
    },
    keepExported(spans, signals, arrivalOf) {
      write((now) => {
        const ofSpans = writeSpans(statements, spans, now, arrivalOf);
        const missing = signals.filter((signal) => !hasSignal(statements, signal));
        return [...ofSpans, ...missing.map((signal) => writeSignal(statements, signal, now))];
      });
    },
    sessions: (query) => readSessions(statements, query),
    session(sessionId) {
      const found = readSession(statements, sessionId);
      return (
        found && {
          ...found.view,
          metadata: found.metadata,
          tree: readTree(statements, sessionId),
          votes: readSignalsOf(statements, sessionId),
          findings: diagnose({ ...arrived(sessionId, MAX_OF_SESSION), now: Date.now() }),
        }
      );
    },
    span: (traceId, spanId) => readSpan(statements, traceId, spanId),
    signals: (limit) => readSignals(statements, limit),
    errors: (limit) => readErrors(statements, limit),
    search: (text, limit) => ({
      spans: searchSpans(statements, text, limit),
      signals: searchSignals(statements, text, limit),
    }),
    arrived,
    findings() {
      const { spans, signals } = arrived(undefined, MAX_DIAGNOSED);
      const seen = new Set(spans.map(({ sessionId }) => sessionId));
      // A session whose spans came longer ago is known all the same.
      const isKnown = (sessionId: string) => (readSession(statements, sessionId)?.view.spans ?? 0) > 0;
      return diagnose({
        now: Date.now(),
        spans,
        signals: signals.filter(({ body: { session_id: id } }) => seen.has(String(id)) || !isKnown(String(id))),
      });
    },
    evicted: () => evicted,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      statements.close();
      close();
    },
  };
}
