import { createHash } from 'node:crypto';
import type { Statements } from './statements';

/** A sender tries again for a minute or so; later, the same bytes are another request. */
const REMEMBERED_MS = 300_000;

const FIND = 'SELECT 1 FROM request WHERE hash = ? AND at > ?';
const ADD = 'INSERT OR REPLACE INTO request (hash, at) VALUES (?, ?)';
const FORGET = 'DELETE FROM request WHERE at <= ?';

/**
 * Whether a request has come already, byte for byte and for the same project: a retry, whose answer was lost. To be called
 * in the transaction that keeps the request, so that both are kept or none.
 */
export function isRetry(statements: Statements, body: Uint8Array, project: string, now: number): boolean {
  const hash = createHash('sha256').update(project).update('\0').update(body).digest('base64');
  if (statements.get(FIND, [hash, now - REMEMBERED_MS]) !== undefined) return true;
  statements.run(FORGET, [now - REMEMBERED_MS]);
  statements.run(ADD, [hash, now]);
  return false;
}
