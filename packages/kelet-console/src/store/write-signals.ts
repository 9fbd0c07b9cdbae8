import type { ReceivedSignal } from '../receive/received';
import { columnText, sessionIdOf } from './columns';
import type { Statements } from './statements';
import { addToSessions } from './write-sessions';

const INSERT = `INSERT OR IGNORE INTO signal (project, idempotency_key, session_id, trace_id, at, received, vote_key, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const OF_TRACE = 'SELECT session_id FROM session_trace WHERE trace_id = ? LIMIT 1';
const ADOPT = "UPDATE signal SET session_id = ? WHERE trace_id = ? AND session_id = ''";
const VERDICT = `UPDATE session SET verdict = (
    SELECT json_extract(body, '$.score') FROM signal
    WHERE session_id = ?1 AND json_extract(body, '$.kind') = 'feedback' AND json_extract(body, '$.source') = 'human'
      AND json_type(body, '$.score') IN ('integer', 'real')
    ORDER BY at DESC, id DESC LIMIT 1)
  WHERE session_id = ?1`;

const ROW_BYTES = 200;

/**
 * Keeps a signal, once for each Idempotency-Key of a project, as the API does; to be called in a transaction. Its key, the
 * one of the API, is not kept.
 *
 * @returns its session, `''` for none
 */
export function writeSignal(
  statements: Statements,
  { project, idempotencyKey, body }: ReceivedSignal,
  now: number,
): string {
  const traceId = columnText(body['trace_id'])?.toLowerCase() ?? null;
  const sessionId = sessionIdOf(body['session_id']) || sessionOfTrace(statements, traceId);
  const at = timeOf(body['timestamp']) ?? now;
  const text = JSON.stringify(body);
  const metadata = body['metadata'] as Readonly<Record<string, unknown>> | null | undefined;
  const voteKey = typeof metadata === 'object' ? columnText(metadata?.['vote_key']) : null;
  const key = columnText(idempotencyKey);
  const values = [columnText(project) ?? '', key, sessionId, traceId, at, now, voteKey, text];
  if (statements.run(INSERT, values) === 0) return sessionId;
  const change = { spans: 0, signals: 1, errors: 0, bytes: text.length + ROW_BYTES, firstAt: at, lastAt: at };
  addToSessions(statements, new Map([[sessionId, { ...change, project: columnText(project), metadata: {} }]]), now);
  refreshVerdict(statements, sessionId);
  return sessionId;
}

/** Gives a session the signals that named its trace alone, and came ahead of its spans. @returns how many */
export function adoptSignals(statements: Statements, sessionId: string, traceId: string): number {
  return statements.run(ADOPT, [sessionId, traceId]);
}

/** To be called for a session that is there, and has adopted signals. */
export function refreshVerdict(statements: Statements, sessionId: string): void {
  statements.run(VERDICT, [sessionId]);
}

function sessionOfTrace(statements: Statements, traceId: string | null): string {
  return traceId === null ? '' : String(statements.get(OF_TRACE, [traceId])?.['session_id'] ?? '');
}

function timeOf(timestamp: unknown): number | undefined {
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
