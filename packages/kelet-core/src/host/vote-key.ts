import { isArray } from '../built-ins';
import { isId } from '../session';
import { VOTE_KEY } from '../signal-metadata';
import type { SignalBody } from '../signal-types';
import { nodeCrypto } from './node-crypto';

/**
 * The Idempotency-Key of a signal with a key: SHA-256, in hexadecimal digits, of its project and of the body as the API
 * gets it, in the canonical form of RFC 8785.
 *
 * `undefined` for other signals, and where the runtime has no built-in modules of Node.js. Never throws.
 */
export function voteKey(body: SignalBody, project?: string): string | undefined {
  if (!isId(body.metadata?.[VOTE_KEY])) return undefined;
  return nodeCrypto()
    ?.createHash('sha256')
    .update(textOf([project ?? null, body]))
    .digest('hex');
}

function textOf(value: unknown): string {
  try {
    return canonical(value);
  } catch {
    return JSON.stringify(value); // deeper than the stack, which JSON.stringify() spares
  }
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
