import type { ReceivedSpan } from '../receive/received';
import { noteAwaited } from './awaited';
import { columnsOf, type SpanColumns } from './columns';
import type { Statements } from './statements';
import { addToSessions, type SessionChange } from './write-sessions';
import { adoptSignals, refreshVerdict } from './write-signals';

const INSERT = `INSERT OR IGNORE INTO span (trace_id, span_id, parent_span_id, session_id, project, name, kind, start, "end",
  received, error, copies, agent, model, input_tokens, output_tokens, workflow_id, run_id, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)`;
const COPY = 'UPDATE span SET copies = copies + 1 WHERE trace_id = ? AND span_id = ?';
const TRACE = 'INSERT OR IGNORE INTO session_trace (session_id, trace_id) VALUES (?, ?)';

const MOVED = 'UPDATE session SET signals = signals + ? WHERE session_id = ?';

/** How much of the store a span takes, beside its body: its columns and its places in indexes, roughly. */
const ROW_BYTES = 300;

/** Keeps spans; to be called in a transaction. @returns the sessions that have something new, `''` for spans of none */
export function writeSpans(statements: Statements, spans: readonly ReceivedSpan[], now: number): readonly string[] {
  const changes = new Map<string, SessionChange>();
  const moved = new Map<string, number>();
  for (const span of spans) {
    const columns = columnsOf(span);
    if (!insert(statements, span, columns, now)) {
      statements.run(COPY, [span.traceId, span.spanId]);
      // Nothing is new but that it was doubled, which the session's findings say.
      if (!changes.has(columns.sessionId)) changes.set(columns.sessionId, none(columns));
      continue;
    }
    const adopted = noteTrace(statements, columns.sessionId, span.traceId);
    if (adopted > 0) moved.set(columns.sessionId, (moved.get(columns.sessionId) ?? 0) + adopted);
    noteAwaited(statements, span, columns.sessionId, columns.error);
    changes.set(columns.sessionId, merge(changes.get(columns.sessionId), columns));
  }
  addToSessions(statements, changes, now);
  for (const [sessionId, signals] of moved) moveSignals(statements, sessionId, signals);
  return [...changes.keys()];
}

/** @returns how many signals the session has adopted by it */
function noteTrace(statements: Statements, sessionId: string, traceId: string): number {
  const isNew = sessionId !== '' && statements.run(TRACE, [sessionId, traceId]) > 0;
  return isNew ? adoptSignals(statements, sessionId, traceId) : 0;
}

function moveSignals(statements: Statements, sessionId: string, signals: number): void {
  statements.run(MOVED, [signals, sessionId]);
  statements.run(MOVED, [-signals, '']);
  refreshVerdict(statements, sessionId);
}

function insert(statements: Statements, span: ReceivedSpan, columns: SpanColumns, now: number): boolean {
  const { sessionId, project, name, kind, start, end, error, agent, model, inputTokens, outputTokens } = columns;
  return (
    statements.run(INSERT, [
      span.traceId,
      span.spanId,
      span.parentSpanId ?? null,
      sessionId,
      project,
      name,
      kind,
      start,
      end,
      now,
      error,
      agent,
      model,
      inputTokens,
      outputTokens,
      columns.workflowId,
      columns.runId,
      columns.body,
    ]) > 0
  );
}

function none({ start, end }: SpanColumns): SessionChange {
  return { spans: 0, signals: 0, errors: 0, bytes: 0, firstAt: start, lastAt: end, metadata: {} };
}

function merge(earlier: SessionChange | undefined, columns: SpanColumns): SessionChange {
  const change = earlier ?? none(columns);
  return {
    ...change,
    spans: change.spans + 1,
    errors: change.errors + (columns.error ? 1 : 0),
    bytes: change.bytes + columns.body.length + ROW_BYTES,
    firstAt: Math.min(change.firstAt, columns.start),
    lastAt: Math.max(change.lastAt, columns.end),
    userId: columns.userId ?? change.userId,
    project: columns.project ?? change.project,
    metadata: { ...change.metadata, ...columns.metadata },
  };
}
