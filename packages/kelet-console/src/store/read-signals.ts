import type { SignalView } from '../views';
import { inJson, isRecord, numberOf, textOf } from './rows';
import type { Row, Statements } from './statements';

/** A signal as it came, without the key of the API, which is not kept. */
export interface KeptSignal {
  readonly project: string;
  readonly idempotencyKey?: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

const VIEWED = `SELECT *, vote_key IS NOT NULL AND id <> first_value(id) OVER (
  PARTITION BY session_id, iif(session_id = '', trace_id, ''), vote_key ORDER BY at DESC, id DESC) AS superseded FROM signal`;

/** More signals of one session than these are not shown at once. */
const MAX_SIGNALS_SHOWN = 5_000;

/** The newest signals of a session, by time. */
export function readSignalsOf(statements: Statements, sessionId: string): readonly SignalView[] {
  const newest = `${VIEWED} WHERE session_id = ? ORDER BY at DESC, id DESC LIMIT ${MAX_SIGNALS_SHOWN}`;
  return statements.all(newest, [sessionId]).map(signalView).reverse();
}

/** The newest signals of all sessions, the newest first. */
export function readSignals(statements: Statements, limit: number): readonly SignalView[] {
  return statements.all(`SELECT * FROM (${VIEWED}) ORDER BY id DESC LIMIT ?`, [limit]).map(signalView);
}

/** Signals whose JSON holds `text`, the newest first. */
export function searchSignals(statements: Statements, text: string, limit: number): readonly SignalView[] {
  return statements
    .all(`SELECT * FROM (${VIEWED}) WHERE instr(lower(body), ?) ORDER BY id DESC LIMIT ?`, [inJson(text), limit])
    .map(signalView);
}

/** Signals as they came: those of a session, or the newest of all. By arrival. */
export function readKeptSignals(
  statements: Statements,
  sessionId: string | undefined,
  limit: number,
): readonly KeptSignal[] {
  const rows =
    sessionId === undefined
      ? statements.all('SELECT * FROM signal ORDER BY id DESC LIMIT ?', [limit])
      : statements.all('SELECT * FROM signal WHERE session_id = ?1 ORDER BY id DESC LIMIT ?2', [sessionId, limit]);
  return rows.map(keptSignal).reverse();
}

/** Whether a signal that has no key of its own is there: the same JSON, that came at the same time. */
export function hasSignal(statements: Statements, { project, idempotencyKey, body, receivedAt }: KeptSignal): boolean {
  if (idempotencyKey !== undefined) return false; // its key tells, when it is written
  const values = [project, receivedAt, JSON.stringify(body)];
  return statements.get('SELECT 1 FROM signal WHERE project = ? AND received = ? AND body = ?', values) !== undefined;
}

function keptSignal(row: Row): KeptSignal {
  const idempotencyKey = textOf(row['idempotency_key']);
  return {
    project: String(row['project']),
    ...(idempotencyKey !== null && { idempotencyKey }),
    body: JSON.parse(String(row['body'])),
    receivedAt: Number(row['received']),
  };
}

function signalView(row: Row): SignalView {
  const body = JSON.parse(String(row['body'])) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const number = (value: unknown) => (Number.isFinite(value) ? (value as number) : null);
  const metadata = isRecord(body['metadata']) ? body['metadata'] : null;
  return {
    id: Number(row['id']),
    project: String(row['project']),
    sessionId: textOf(row['session_id']) || null,
    traceId: textOf(row['trace_id']),
    spanId: textOf(row['span_id']),
    at: numberOf(row['at']) ?? 0,
    kind: text(body['kind']),
    source: text(body['source']),
    triggerName: text(body['trigger_name']),
    score: number(body['score']),
    value: text(body['value']),
    confidence: number(body['confidence']),
    metadata,
    superseded: Boolean(row['superseded']),
  };
}
