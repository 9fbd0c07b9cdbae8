import type { Statements } from './statements';

/** What is new in one session. Times are milliseconds since 1970. */
export interface SessionChange {
  readonly spans: number;
  readonly signals: number;
  readonly errors: number;
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly userId?: string | null | undefined;
  readonly project?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Kelet's own has 2 KiB at most; what grows without end is no metadata of a session. */
const MAX_METADATA = 16_384;

// What is said of the session by that which is newest holds, in whatever order it comes.
const UPSERT = `INSERT INTO session (session_id, user_id, project, metadata, first_at, last_at, touched, spans, signals, errors, bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (session_id) DO UPDATE SET
    user_id = iif(excluded.last_at >= last_at, coalesce(excluded.user_id, user_id), coalesce(user_id, excluded.user_id)),
    project = iif(excluded.last_at >= last_at, coalesce(excluded.project, project), coalesce(project, excluded.project)),
    metadata = CASE
      WHEN excluded.metadata = '{}' OR excluded.metadata = metadata OR length(metadata) > ${MAX_METADATA} THEN metadata
      WHEN excluded.last_at >= last_at THEN json_patch(metadata, excluded.metadata)
      ELSE json_patch(excluded.metadata, metadata) END,
    first_at = min(first_at, excluded.first_at),
    last_at = max(last_at, excluded.last_at),
    touched = excluded.touched,
    spans = spans + excluded.spans,
    signals = signals + excluded.signals,
    errors = errors + excluded.errors,
    bytes = bytes + excluded.bytes`;

const TAKE = `UPDATE session SET spans = spans - ?, signals = signals - ?, errors = errors - ?, bytes = bytes - ?
  WHERE session_id = ?`;

/** Adds to the sums of a session, which a list of thousands could not make each time. */
export function addToSession(statements: Statements, sessionId: string, change: SessionChange, now: number): void {
  const { userId = null, project = null, metadata = {}, firstAt, lastAt, spans, signals, errors, bytes } = change;
  // The session without an id is many: it has no user, no project and no metadata.
  const facts = sessionId === '' ? [null, null, '{}'] : [userId, project, JSON.stringify(metadata)];
  statements.run(UPSERT, [sessionId, ...facts, firstAt, lastAt, now, spans, signals, errors, bytes]);
}

/** Takes from them what has gone to another session, or has left. */
export function takeFromSession(
  statements: Statements,
  sessionId: string,
  { spans = 0, signals = 0, errors = 0, bytes = 0 }: Partial<SessionChange>,
): void {
  statements.run(TAKE, [spans, signals, errors, bytes, sessionId]);
}
