import { createHash } from 'node:crypto';
import type { Statements } from './statements';

/** A sender tries again for a minute or so; later, the same bytes are another request. */
const REMEMBERED_MS = 300_000;

const FIND = 'SELECT 1 FROM request WHERE hash = ? AND at > ?';
const ADD = 'INSERT OR REPLACE INTO request (hash, at) VALUES (?, ?)';
const ANSWERED = 'DELETE FROM request WHERE hash = ?';
const FORGET = 'DELETE FROM request WHERE at <= ?';

/** What tells a request from others: its bytes, and the project that it is for. */
export function requestHash(body: Uint8Array, project: string): string {
  return createHash('sha256').update(project).update('\0').update(body).digest('base64');
}

/**
 * Whether a request is a retry: the same has been kept, and its answer was not delivered. To be called in the transaction
 * that keeps the request, so that both are kept or none.
 */
export function isRetry(statements: Statements, hash: string, now: number): boolean {
  if (statements.get(FIND, [hash, now - REMEMBERED_MS]) !== undefined) return true;
  statements.run(FORGET, [now - REMEMBERED_MS]);
  statements.run(ADD, [hash, now]);
  return false;
}

/** Forgets requests whose answers were delivered: whoever sends the same again is a second exporter. */
export function forgetAnswered(statements: Statements, hashes: Iterable<string>): void {
  for (const hash of hashes) statements.run(ANSWERED, [hash]);
}
