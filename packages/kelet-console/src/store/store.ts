import { createHash } from 'node:crypto';
import { type Arrived, diagnose, type Finding } from 'kelet-doctor/arrived';
import type { Sink } from '../receive/intake';
import type { SessionDetailView, SessionListView, SignalView, SpanDetailView } from '../views';
import { openDatabase, transaction } from './database';
import { evict, type Limits } from './evict';
import { readSession, readSessions, type SessionQuery } from './read-sessions';
import { readKeptSignals, readSignals, readSignalsOf } from './read-signals';
import { type KeptSpan, readErrors, readKeptSpans, readSpan, readTree, searchSpans } from './read-spans';
import { statementsOf } from './statements';
import { writeSignal } from './write-signals';
import { writeSpans } from './write-spans';

/** What has arrived, in memory or in a file: each request is kept whole, ahead of its answer. */
export interface Store extends Sink {
  sessions(query: SessionQuery): SessionListView;
  session(sessionId: string): SessionDetailView | undefined;
  span(traceId: string, spanId: string): SpanDetailView | undefined;
  /** The newest signals, the newest first. */
  signals(limit: number): readonly SignalView[];
  /** The spans that ended in an error, the newest first. */
  errors(limit: number): readonly KeptSpan[];
  /** Spans whose name or attributes hold a text, the newest first. */
  search(text: string, limit: number): readonly KeptSpan[];
  /** Of one session, with all spans of its traces, or of all. */
  arrived(sessionId?: string): Arrived;
  /** What is wrong with that which arrived, worst first. */
  findings(): readonly Finding[];
  /** Sessions that had to leave since the store was opened. */
  evicted(): number;
  /** Calls `listener` with the sessions that have something new. @returns what ends that */
  onChange(listener: (sessionIds: readonly string[]) => void): () => void;
  close(): Promise<void>;
}

export interface StoreOptions extends Limits {
  /** Absent for memory. */
  readonly file?: string | undefined;
}

/** Of all spans, and of all signals, the doctor looks at the newest: while it reads, nothing comes in. */
const MAX_DIAGNOSED = 10_000;
const MAX_OF_SESSION = 20_000;

/** How many requests are remembered: one that is sent again, byte for byte, is a retry whose answer was lost. */
const REQUESTS_REMEMBERED = 256;

/** @throws KeletError INVALID_CONFIG where the file cannot be used, and says why */
export async function openStore({ file, ...limits }: StoreOptions): Promise<Store> {
  const { db, close } = await openDatabase(file);
  const statements = statementsOf(db);
  const listeners = new Set<(sessionIds: readonly string[]) => void>();
  const requests = new Set<string>();
  let evicted = 0;

  function write(fn: () => readonly string[]): void {
    let left = 0;
    const sessionIds = transaction(db, () => {
      const changed = fn();
      left = evict(statements, limits);
      return changed;
    });
    evicted += left;
    for (const listener of listeners) listener(sessionIds);
  }

  function remember(request: string): void {
    requests.add(request);
    for (const oldest of requests) {
      if (requests.size <= REQUESTS_REMEMBERED) break;
      requests.delete(oldest);
    }
  }

  const arrived = (sessionId?: string, limit = MAX_OF_SESSION): Arrived => ({
    ...(sessionId !== undefined && { sessionId }),
    spans: readKeptSpans(statements, sessionId, limit),
    signals: readKeptSignals(statements, sessionId, limit),
  });

  return {
    spans(spans, body) {
      const request = createHash('sha256').update(body).digest('base64');
      if (spans.length === 0 || requests.has(request)) return;
      write(() => writeSpans(statements, spans, Date.now()));
      remember(request);
    },
    signal: (signal) => write(() => [writeSignal(statements, signal, Date.now())]),
    sessions: (query) => readSessions(statements, query),
    session(sessionId) {
      const found = readSession(statements, sessionId);
      return (
        found && {
          ...found.view,
          metadata: found.metadata,
          tree: readTree(statements, sessionId),
          votes: readSignalsOf(statements, sessionId),
          findings: diagnose(arrived(sessionId)),
        }
      );
    },
    span: (traceId, spanId) => readSpan(statements, traceId, spanId),
    signals: (limit) => readSignals(statements, limit),
    errors: (limit) => readErrors(statements, limit),
    search: (text, limit) => searchSpans(statements, text, limit),
    arrived: (sessionId) => arrived(sessionId),
    findings: () => diagnose(arrived(undefined, MAX_DIAGNOSED)),
    evicted: () => evicted,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      statements.close();
      await close();
    },
  };
}
