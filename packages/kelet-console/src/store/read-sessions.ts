import type { SessionListView, SessionState, SessionView } from '../views';
import { inJson, lowerAscii, numberOf, textOf } from './rows';
import type { Row, Statements } from './statements';

/** Which sessions of the list are wanted, and how many. */
export interface SessionQuery {
  /** Part of the id, the user, the project or the metadata. */
  readonly q?: string;
  readonly state?: SessionState;
  readonly limit: number;
  readonly offset: number;
}

const RUNNING = 'EXISTS (SELECT 1 FROM awaited WHERE awaited.session_id = session.session_id)';

const STATES: Readonly<Record<SessionState, string>> = {
  all: '1',
  running: RUNNING,
  errors: 'errors > 0',
  votes: 'signals > 0',
};

export function readSessions(statements: Statements, query: SessionQuery): SessionListView {
  const { q = '', state = 'all', limit, offset } = query;
  const where = `session_id <> '' AND ${STATES[state]} AND (?1 = '' OR
    instr(lower(session_id), ?1) OR instr(lower(coalesce(user_id, '')), ?1) OR instr(lower(coalesce(project, '')), ?1)
    OR instr(lower(metadata), ?2))`;
  const values = [lowerAscii(q), inJson(q)];
  const rows = statements.all(
    `SELECT *, ${RUNNING} AS running FROM session WHERE ${where} ORDER BY last_at DESC, session_id LIMIT ?3 OFFSET ?4`,
    [...values, limit, offset],
  );
  const total = statements.get(`SELECT count(*) AS n FROM session WHERE ${where}`, values);
  return { sessions: rows.map(sessionView), total: Number(total?.['n']) };
}

export function readSession(
  statements: Statements,
  sessionId: string,
): { readonly view: SessionView; readonly metadata: Readonly<Record<string, unknown>> } | undefined {
  if (sessionId === '') return undefined;
  const row = statements.get(`SELECT *, ${RUNNING} AS running FROM session WHERE session_id = ?`, [sessionId]);
  return row && { view: sessionView(row), metadata: JSON.parse(String(row['metadata'])) };
}

function sessionView(row: Row): SessionView {
  return {
    sessionId: String(row['session_id']),
    userId: textOf(row['user_id']),
    project: textOf(row['project']),
    firstAt: Number(row['first_at']),
    lastAt: Number(row['last_at']),
    spans: Number(row['spans']),
    signals: Number(row['signals']),
    errors: Number(row['errors']),
    running: Boolean(row['running']),
    verdict: numberOf(row['verdict']),
  };
}
