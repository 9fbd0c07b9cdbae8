import { isArray } from '../built-ins';
import { VOTE_KEY } from '../signal-metadata';
import type { SignalBody } from '../signal-types';
import { nodeCrypto } from './node-crypto';

/**
 * The Idempotency-Key of a signal with a key: SHA-256, in hexadecimal digits, of the body as the API gets it, in the
 * canonical form of RFC 8785. Of two ids, the session's counts: the trace is that of the request in which a vote was
 * sent, another one each time.
 *
 * `undefined` for other signals, and where the runtime has no built-in modules of Node.js.
 */
export function voteKey({ trace_id: traceId, ...body }: SignalBody): string | undefined {
  if (typeof body.metadata?.[VOTE_KEY] !== 'string') return undefined;
  const judged = body.session_id === undefined ? { ...body, trace_id: traceId } : body;
  return nodeCrypto()?.createHash('sha256').update(canonical(judged)).digest('hex');
}

/** JSON with the keys of each object in the order of their UTF-16 code units, and without spaces. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${fields.join()}}`;
}
