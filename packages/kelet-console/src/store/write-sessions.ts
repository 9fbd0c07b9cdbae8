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
  readonly metadata: Readonly<Record<string, unknown>>;
}

const UPSERT = `INSERT INTO session (session_id, user_id, project, metadata, first_at, last_at, touched, spans, signals, errors, bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (session_id) DO UPDATE SET
    user_id = coalesce(excluded.user_id, user_id),
    project = coalesce(excluded.project, project),
    metadata = CASE WHEN excluded.metadata = '{}' THEN metadata ELSE excluded.metadata END,
    first_at = min(first_at, excluded.first_at),
    last_at = max(last_at, excluded.last_at),
    touched = excluded.touched,
    spans = spans + excluded.spans,
    signals = signals + excluded.signals,
    errors = errors + excluded.errors,
    bytes = bytes + excluded.bytes`;

/** Adds to the sums of sessions, which a list of thousands could not make each time. */
export function addToSessions(statements: Statements, changes: ReadonlyMap<string, SessionChange>, now: number): void {
  for (const [sessionId, change] of changes) {
    statements.run(UPSERT, [
      sessionId,
      change.userId ?? null,
      change.project ?? null,
      // The session without an id is many: it has no user and no metadata.
      sessionId === '' ? '{}' : JSON.stringify(change.metadata),
      change.firstAt,
      change.lastAt,
      now,
      change.spans,
      change.signals,
      change.errors,
      change.bytes,
    ]);
  }
}
