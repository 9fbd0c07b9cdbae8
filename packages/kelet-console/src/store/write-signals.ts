import { bytesOf, sessionIdOf, textOrNull } from './columns';
import type { KeptSignal } from './read-signals';
import { isRecord } from './rows';
import type { Statements } from './statements';
import { addToSession, takeFromSession } from './write-sessions';

const INSERT = `INSERT OR IGNORE INTO signal
  (project, idempotency_key, session_id, trace_id, span_id, at, received, vote_key, verdict, bytes, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const OF_SPAN = "SELECT session_id FROM span WHERE trace_id = ? AND span_id = ? AND session_id <> ''";
const OF_TRACE = 'SELECT session_id FROM session_trace WHERE trace_id = ? LIMIT 1';
const ORPHANS = "SELECT id, span_id, at, bytes, project FROM signal WHERE trace_id = ? AND session_id = ''";
const ADOPT = 'UPDATE signal SET session_id = ? WHERE id = ?';
const VERDICT = `UPDATE session SET verdict = (
    SELECT verdict FROM signal WHERE session_id = ?1 AND verdict IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1)
  WHERE session_id = ?1`;

/**
 * Keeps a signal, once for each Idempotency-Key of a project, as the API does; to be called in a transaction.
 *
 * @returns its session, `''` for none
 */
export function writeSignal(statements: Statements, signal: KeptSignal, now: number): string {
  const { project, idempotencyKey, body, receivedAt } = signal;
  const traceId = textOrNull(body['trace_id'])?.toLowerCase() ?? null;
  const metadata = isRecord(body['metadata']) ? body['metadata'] : {};
  const spanId = textOrNull(metadata['span_id']);
  const sessionId = sessionIdOf(body['session_id']) || sessionOf(statements, traceId, spanId);
  const at = timeOf(body['timestamp']) ?? receivedAt;
  const voteKey = textOrNull(metadata['vote_key']);
  const text = JSON.stringify(body);
  const bytes = bytesOf(project, idempotencyKey ?? null, sessionId, traceId, spanId, voteKey, text);
  const ids = [project, textOrNull(idempotencyKey), sessionId, traceId, spanId];
  if (statements.run(INSERT, [...ids, at, receivedAt, voteKey, verdictOf(body), bytes, text]) === 0) return sessionId;
  const change = { spans: 0, signals: 1, errors: 0, bytes, firstAt: at, lastAt: at };
  addToSession(statements, sessionId, { ...change, project: textOrNull(project) }, now);
  if (verdictOf(body) !== null) refreshVerdict(statements, sessionId);
  return sessionId;
}

/** Gives a session the signals that named its trace alone, and came ahead of its spans. */
export function adoptSignals(statements: Statements, sessionId: string, traceId: string, now: number): void {
  for (const row of statements.all(ORPHANS, [traceId])) {
    const spanId = textOrNull(row['span_id']);
    // A trace may have several sessions, and a signal about a span is of that one's.
    if ((sessionOf(statements, traceId, spanId) || sessionId) !== sessionId) continue;
    const [at, bytes] = [Number(row['at']), Number(row['bytes'])];
    statements.run(ADOPT, [sessionId, Number(row['id'])]);
    takeFromSession(statements, '', { signals: 1, bytes });
    const change = { spans: 0, signals: 1, errors: 0, bytes, firstAt: at, lastAt: at };
    addToSession(statements, sessionId, { ...change, project: textOrNull(row['project']) }, now);
  }
  refreshVerdict(statements, sessionId);
}

export function refreshVerdict(statements: Statements, sessionId: string): void {
  statements.run(VERDICT, [sessionId]);
}

function sessionOf(statements: Statements, traceId: string | null, spanId: string | null): string {
  if (traceId === null) return '';
  const ofSpan = spanId === null ? undefined : statements.get(OF_SPAN, [traceId, spanId]);
  return String((ofSpan ?? statements.get(OF_TRACE, [traceId]))?.['session_id'] ?? '');
}

function verdictOf({ kind, source, score }: KeptSignal['body']): number | null {
  return kind === 'feedback' && source === 'human' && Number.isFinite(score) ? (score as number) : null;
}

/** Milliseconds since 1970 of an ISO text within the years that a date can have. */
function timeOf(timestamp: unknown): number | undefined {
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
