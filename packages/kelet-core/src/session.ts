import { entries, freeze, isFiniteNumber, keys } from './built-ins';
import { KeletError } from './errors';
import { checkOptions, type OptionRule } from './options';
import { isPlainObject, showKind } from './plain-object';
import { show, showName, utf8Bytes } from './text';

/** A flat record; the values reach spans and signals as they are. */
export type SessionMetadata = Readonly<Record<string, string | number | boolean>>;

// A new field also goes into `RULES` and `makeSession` below, `spanAttributes`, `NAMES` and `fields.ts` of
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

/** What of `configure()` decides about sessions that are made. */
export interface SessionSettings {
  readonly transformUserId?: (userId: string) => string;
  /** The process's own project, which a session need not name. */
  readonly project?: string;
}

/**
 * Checks what a caller gave, nests it in `outer`, and freezes the result: a missing user and a missing project are those of
 * `outer`, metadata are merged, and the inner values win. A user id that is given is changed first.
 *
 * @throws KeletError INVALID_SESSION, naming the field and the value.
 */
export function makeSession(given: Session, outer?: Session, settings: SessionSettings = {}): Session {
  checkSession(given);
  // That of `outer` has been changed already, also where it was read back and given again.
  const inherited = given.userId === undefined || given.userId === outer?.userId;
  const userId = inherited ? outer?.userId : changeUserId(given.userId, settings.transformUserId);
  const metadata = { ...outer?.metadata, ...given.metadata };
  const { project = outer?.project } = given;
  return freeze({
    sessionId: given.sessionId,
    ...(userId !== undefined && { userId }),
    ...(keys(metadata).length > 0 && { metadata: freeze(metadata) }),
    ...(project !== undefined && project !== settings.project && { project }),
  });
}

function changeUserId(userId: string, transform: ((userId: string) => string) | undefined): string {
  if (transform === undefined) return userId;
  const changed = transform(userId);
  if (isId(changed)) return changed;
  throw invalid(
    `transformUserId must give a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8, and gave ${show(changed)}.`,
  );
}

export const anId: OptionRule = { fits: isId, wanted: `a string of 1 to ${MAX_ID_BYTES} bytes of UTF-8`, shown: show };

/** In words what `isProject` asks of `value`. */
export function wantedOfProject(value: unknown): string {
  if (!isPrintable(value)) return 'a name of printable ASCII characters';
  if (value !== value.trim()) return 'a name without a space at either end';
  return value.length > MAX_ID_BYTES ? `a name of at most ${MAX_ID_BYTES} characters` : 'a name other than . and ..';
}

export const aProject: OptionRule = { fits: isProject, wanted: wantedOfProject, shown: show };

const RULES = {
  sessionId: { ...anId, required: true },
  userId: anId,
  metadata: { fits: isPlainObject, wanted: 'a flat, plain object', shown: showKind },
  project: aProject,
};

function checkSession(given: Session): void {
  checkOptions<Session>('agenticSession()', given, RULES, 'INVALID_SESSION');
  if (given.metadata !== undefined) checkMetadata(given.metadata);
}

function checkMetadata(metadata: SessionMetadata): void {
  for (const [key, value] of entries(metadata)) {
    if (RESERVED_METADATA_KEYS.includes(key) || PROTOTYPE_KEYS.includes(key)) {
      throw invalid(`agenticSession(): the metadata key '${key}' is reserved. Choose another name for it.`);
    }
    if (!isMetadataValue(value)) {
      throw invalid(
        `agenticSession(): metadata.${showName(key)} must be a string, a finite number or a boolean, and is ${show(value)}. ` +
          'Flatten or stringify it.',
      );
    }
  }
}

function invalid(message: string): KeletError {
  return new KeletError('INVALID_SESSION', message);
}
