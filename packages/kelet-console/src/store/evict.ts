import type { Statements } from './statements';
import { takeFromSession } from './write-sessions';
import { refreshVerdict } from './write-signals';

/** How much is kept. */
export interface Limits {
  /** Spans of all sessions together. */
  readonly maxSpans: number;
  /** Bytes of all spans and signals together, roughly as they take them. */
  readonly maxBytes: number;
}

const TOTAL = 'SELECT spans, bytes FROM total';
const OLDEST = "SELECT session_id FROM session WHERE session_id <> '' ORDER BY touched, session_id LIMIT 2";
const LOOSE = "SELECT spans, bytes FROM session WHERE session_id = ''";

const EMPTY_TRACES = `DELETE FROM session_trace WHERE session_id = ?1 AND NOT EXISTS (
  SELECT 1 FROM span WHERE span.trace_id = session_trace.trace_id AND span.session_id = ?1)`;

/** What of one session leaves at once, where it alone is more than what is kept. */
const SHARE = 0.1;

/**
 * Lets the sessions leave that were sent something the longest ago, until what is left is within the limits; to be called
 * in a transaction. Spans without a session leave by age where they are more than half of all, and so do those of a
 * session that is alone.
 *
 * @returns how many sessions have left, or lost some of what they had
 */
export function evict(statements: Statements, limits: Limits): number {
  let left = 0;
  for (;;) {
    const total = sums(statements.get(TOTAL));
    if (total.spans <= limits.maxSpans && total.bytes <= limits.maxBytes) return left;
    const [oldest, next] = statements.all(OLDEST).map((row) => String(row['session_id']));
    const loose = sums(statements.get(LOOSE));
    const isLoose = oldest === undefined || loose.spans > total.spans / 2 || loose.bytes > total.bytes / 2;
    if (!isLoose && next !== undefined) {
      remove(statements, oldest);
      left++;
    } else if (trim(statements, isLoose ? '' : oldest)) {
      left += isLoose ? 0 : 1;
    } else {
      return left;
    }
  }
}

function sums(row: Readonly<Record<string, unknown>> = {}): { readonly spans: number; readonly bytes: number } {
  return { spans: Number(row['spans'] ?? 0), bytes: Number(row['bytes'] ?? 0) };
}

function remove(statements: Statements, sessionId: string): void {
  for (const table of ['span', 'signal', 'session_trace', 'awaited', 'session']) {
    statements.run(`DELETE FROM ${table} WHERE session_id = ?`, [sessionId]);
  }
}

/** Takes the oldest tenth of a session's spans and signals away. @returns whether there was any */
function trim(statements: Statements, sessionId: string): boolean {
  let trimmed = 0;
  for (const [table, error] of [
    ['span', 'error'],
    ['signal', '0'],
  ] as const) {
    const oldest = `FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE session_id = ? ORDER BY id LIMIT ?)`;
    const count = Number(statements.get(`SELECT count(*) AS n FROM ${table} WHERE session_id = ?`, [sessionId])?.['n']);
    const values = [sessionId, Math.ceil(count * SHARE)];
    const gone = statements.get(`SELECT total(bytes) AS bytes, total(${error}) AS errors ${oldest}`, values);
    const deleted = statements.run(`DELETE ${oldest}`, values);
    const sums = { errors: Number(gone?.['errors']), bytes: Number(gone?.['bytes']) };
    takeFromSession(statements, sessionId, { ...sums, [table === 'span' ? 'spans' : 'signals']: deleted });
    trimmed += deleted;
  }
  statements.run(EMPTY_TRACES, [sessionId]);
  refreshVerdict(statements, sessionId);
  return trimmed > 0;
}
