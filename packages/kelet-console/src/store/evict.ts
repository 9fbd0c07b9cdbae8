import type { Statements } from './statements';

/** How much is kept. */
export interface Limits {
  /** Spans of all sessions together. */
  readonly maxSpans: number;
  /** Bytes of all spans and signals together, as JSON, with what the columns take, roughly. */
  readonly maxBytes: number;
}

const TOTAL = 'SELECT spans, bytes FROM total';
const OLDEST = "SELECT session_id FROM session WHERE session_id <> '' ORDER BY touched, session_id LIMIT 2";
const LOOSE = "SELECT spans, bytes FROM session WHERE session_id = ''";

/** What of one session leaves at once, where it alone is more than what is kept. */
const SHARE = 0.1;

/**
 * Lets the sessions leave that were sent something the longest ago, until what is left is within the limits; to be called
 * in a transaction. Spans without a session leave by age where they are more than half of all, and so do those of a
 * session that is alone.
 *
 * @returns how many sessions have left
 */
export function evict(statements: Statements, limits: Limits): number {
  let left = 0;
  for (;;) {
    const total = sums(statements.get(TOTAL));
    if (total.spans <= limits.maxSpans && total.bytes <= limits.maxBytes) return left;
    const [oldest, next] = statements.all(OLDEST).map((row) => String(row['session_id']));
    const loose = sums(statements.get(LOOSE));
    if (oldest === undefined || loose.spans > total.spans / 2 || loose.bytes > total.bytes / 2) {
      if (!trim(statements, '')) return left;
    } else if (next === undefined) {
      if (!trim(statements, oldest)) return left;
    } else {
      remove(statements, oldest);
      left++;
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
  for (const table of ['span', 'signal']) {
    const count = Number(statements.get(`SELECT count(*) AS n FROM ${table} WHERE session_id = ?`, [sessionId])?.['n']);
    const share = Math.ceil(count * SHARE);
    trimmed += statements.run(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE session_id = ? ORDER BY id LIMIT ?)`,
      [sessionId, share],
    );
  }
  statements.run(
    `UPDATE session SET
       spans = (SELECT count(*) FROM span WHERE session_id = ?1),
       errors = (SELECT coalesce(sum(error), 0) FROM span WHERE session_id = ?1),
       signals = (SELECT count(*) FROM signal WHERE session_id = ?1),
       bytes = bytes - cast(bytes * ?2 AS INTEGER)
     WHERE session_id = ?1`,
    [sessionId, SHARE],
  );
  return trimmed > 0;
}
