import type { ReceivedSpan } from '../receive/received';
import { noteAwaited } from './awaited';
import { columnsOf, type SpanColumns } from './columns';
import type { Statements } from './statements';
import { addToSession, type SessionChange, takeFromSession } from './write-sessions';
import { adoptSignals } from './write-signals';

const INSERT = `INSERT OR IGNORE INTO span (trace_id, span_id, parent_span_id, session_id, project, name, kind, start, "end",
  received, error, is_run, copies, bytes, agent, model, input_tokens, output_tokens, workflow_id, run_id, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const KEPT = 'SELECT session_id, error, bytes, "end" FROM span WHERE trace_id = ? AND span_id = ?';
const COPY = 'UPDATE span SET copies = copies + ?, session_id = ? WHERE trace_id = ? AND span_id = ?';
const SESSIONS = 'SELECT session_id FROM session_trace WHERE trace_id = ?';
const TRACE = 'INSERT OR IGNORE INTO session_trace (session_id, trace_id) VALUES (?, ?)';

/** When a span came, in milliseconds since 1970, and how often. */
export interface SpanArrival {
  readonly receivedAt: number;
  readonly copies: number;
}

/**
 * Keeps spans; to be called in a transaction.
 *
 * @param arrivalOf of spans that came to another console, and of which none counts as come once more; absent for spans
 *   that come now
 * @returns the sessions whose trees have something new, `''` for spans of none
 */
export function writeSpans(
  statements: Statements,
  spans: readonly ReceivedSpan[],
  now: number,
  arrivalOf?: (span: ReceivedSpan) => SpanArrival,
): readonly string[] {
  const changes = new Map<string, SessionChange>();
  const touched = new Set<string>();
  const loose = new Set<string>();
  const traces = new Map<string, readonly [sessionId: string, traceId: string]>();
  for (const span of spans) {
    const columns = columnsOf(span);
    const isNew = insert(statements, span, columns, arrivalOf?.(span) ?? { receivedAt: now, copies: 1 });
    const sessionId = isNew
      ? columns.sessionId
      : noteCopy(statements, span, columns, arrivalOf === undefined ? 1 : 0, now);
    touched.add(sessionId);
    if (sessionId === '') loose.add(span.traceId);
    if (!isNew) continue;
    noteAwaited(statements, span, columns);
    changes.set(sessionId, merge(changes.get(sessionId), columns));
    if (sessionId !== '') traces.set(`${sessionId} ${span.traceId}`, [sessionId, span.traceId]);
  }
  for (const [sessionId, change] of changes) addToSession(statements, sessionId, change, now);
  // After the sums, to which those of the signals are added.
  for (const [sessionId, traceId] of traces.values()) noteTrace(statements, sessionId, traceId, now);
  for (const traceId of loose) {
    for (const row of statements.all(SESSIONS, [traceId])) touched.add(String(row['session_id']));
  }
  return [...touched];
}

function insert(statements: Statements, span: ReceivedSpan, columns: SpanColumns, arrival: SpanArrival): boolean {
  const { sessionId, project, kind, start, end, error, isRun, bytes, agent, model, inputTokens, outputTokens } =
    columns;
  const { traceId, spanId, parentSpanId = null, name } = span;
  const ids = [traceId, spanId, parentSpanId, sessionId];
  const facts = [
    project,
    name,
    kind,
    start,
    end,
    arrival.receivedAt,
    error,
    isRun,
    arrival.copies,
    bytes,
    agent,
    model,
    inputTokens,
    outputTokens,
  ];
  return statements.run(INSERT, [...ids, ...facts, columns.workflowId, columns.runId, columns.body]) > 0;
}

/**
 * Counts a span that is there already. One that came without a session gets that of its copy: of two exporters, one may
 * stamp none.
 *
 * @returns the session that has the span now
 */
function noteCopy(statements: Statements, span: ReceivedSpan, columns: SpanColumns, copy: number, now: number): string {
  const { traceId, spanId } = span;
  const kept = statements.get(KEPT, [traceId, spanId]) ?? {};
  const of = String(kept['session_id']);
  const sessionId = of === '' ? columns.sessionId : of;
  // A workflow task that is repeated ends its spans again, at another time: that is no second exporter.
  statements.run(COPY, [Number(kept['end']) === columns.end ? copy : 0, sessionId, traceId, spanId]);
  if (sessionId === of) return of;
  const moved = { spans: 1, errors: Number(kept['error']), bytes: Number(kept['bytes']) };
  takeFromSession(statements, of, moved);
  addToSession(statements, sessionId, { ...merge(undefined, columns), ...moved }, now);
  noteAwaited(statements, span, columns);
  noteTrace(statements, sessionId, traceId, now);
  return sessionId;
}

function noteTrace(statements: Statements, sessionId: string, traceId: string, now: number): void {
  if (statements.run(TRACE, [sessionId, traceId]) > 0) adoptSignals(statements, sessionId, traceId, now);
}

function merge(earlier: SessionChange | undefined, columns: SpanColumns): SessionChange {
  const { start, end, error, bytes, userId, project, metadata } = columns;
  return {
    spans: (earlier?.spans ?? 0) + 1,
    signals: 0,
    errors: (earlier?.errors ?? 0) + (error ? 1 : 0),
    bytes: (earlier?.bytes ?? 0) + bytes,
    firstAt: Math.min(earlier?.firstAt ?? start, start),
    lastAt: Math.max(earlier?.lastAt ?? end, end),
    userId: userId ?? earlier?.userId,
    project: project ?? earlier?.project,
    metadata: { ...earlier?.metadata, ...metadata },
  };
}
