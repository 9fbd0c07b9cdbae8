import { isFiniteNumber } from './built-ins';
import { utf8Bytes } from './text';

/** A flat record; the values reach spans and signals as they are. */
export type SessionMetadata = Readonly<Record<string, string | number | boolean>>;

// A new field also goes into `RULES` and `makeSession` in `make-session.ts`, `spanAttributes`, `NAMES` and `fields.ts` of
// kelet-temporal-headers, and `reduce` in `propagate.ts` of kelet-temporal-interceptors.
/** Who is talking: one conversation of one user. Frozen once made. */
export interface Session {
  /** The conversation. Not empty, at most 256 bytes of UTF-8. */
  readonly sessionId: string;
  /** The person or account behind it. Not empty, at most 256 bytes of UTF-8. */
  readonly userId?: string | undefined;
  /** Anything that spans and signals of this conversation should carry. */
  readonly metadata?: SessionMetadata | undefined;
  /**
   * The project that its spans and signals go to, where that is not the process's own: a name of 1 to 256 printable ASCII
   * characters, other than . and .., without a space at either end. Empty where a header named one that could not be read:
   * then nothing of the session is sent.
   */
  readonly project?: string | undefined;
}

export const MAX_ID_BYTES = 256;

/** Of metadata as JSON. They are stored again in history with every activity that is scheduled, so they stay small. */
export const MAX_METADATA_BYTES = 2048;

/**
 * Refused as metadata keys. The Python SDK of Kelet spreads metadata into keyword arguments: the first
 * three make its activities fail, and `project` silently sends the data to another project.
 */
export const RESERVED_METADATA_KEYS: readonly string[] = ['session_id', 'user_id', 'self', 'project'];

/** Keys through which a record read from outside could reach a prototype. */
export const PROTOTYPE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Whether `value` can be a session id or a user id on the wire. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && utf8Bytes(value) <= MAX_ID_BYTES;
}

/** Whether `value` can be a value of metadata: JSON has no NaN and no Infinity. */
export function isMetadataValue(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && isFiniteNumber(value))
  );
}

/**
 * Whether `value` can name a project, which is one segment of a URL's path, where no escape hides a dot or two, and a
 * header, which takes printable ASCII and loses spaces at its ends.
 */
export function isProject(value: unknown): value is string {
  return isId(value) && isPrintable(value) && value === value.trim() && value !== '.' && value !== '..';
}

export const isPrintable = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);
