import type { Session, SessionMetadata } from 'kelet-core';
import {
  entries,
  freeze,
  isArray,
  isId,
  isMetadataValue,
  isProject,
  keys,
  MAX_METADATA_BYTES,
  PROTOTYPE_KEYS,
  stringify,
  symbolFor,
  utf8Bytes,
} from 'kelet-core/internal';
import type { OnDropped } from './dropped';
import { METADATA_HEADER, PROJECT_HEADER, SESSION_ID_HEADER, USER_ID_HEADER } from './names';

/**
 * A session as named values, in the order in which a receiver needs them: without its project, what follows would go to
 * another one.
 */
export type Fields = Record<string, string | SessionMetadata>;

/** What a reader of headers gives for one that is there and cannot be decoded. */
export const UNREADABLE = symbolFor('kelet.unreadable');

/** What of a session goes onto the wire. */
export function toFields(session: Session, onDropped?: OnDropped): Fields {
  const { sessionId, userId, metadata, project } = session;
  const size = metadata === undefined ? 0 : utf8Bytes(stringify(metadata));
  const fits = size <= MAX_METADATA_BYTES;
  if (!fits) onDropped?.(METADATA_HEADER, `it has ${size} bytes, and ${MAX_METADATA_BYTES} is the limit`, 'tooLarge');
  return {
    ...(project !== undefined && { [PROJECT_HEADER]: project }),
    [SESSION_ID_HEADER]: sessionId,
    ...(userId !== undefined && { [USER_ID_HEADER]: userId }),
    ...(metadata !== undefined && fits && { [METADATA_HEADER]: metadata }),
  };
}

/**
 * The session in what `read` finds, frozen; `undefined` where there is no valid session id.
 * A user or metadata that is not valid is left out, and the rest is kept; a project that is not valid is the empty text,
 * by which no process sends anything of the session.
 */
export function fromFields(read: (header: string) => unknown, onDropped?: OnDropped): Session | undefined {
  const sessionId = readId(read, SESSION_ID_HEADER, onDropped);
  if (sessionId === undefined) return undefined;
  const userId = readId(read, USER_ID_HEADER, onDropped);
  const metadata = readMetadata(read(METADATA_HEADER), onDropped);
  const project = readProject(read(PROJECT_HEADER), onDropped);
  return freeze({
    sessionId,
    ...(userId !== undefined && { userId }),
    ...(metadata !== undefined && { metadata }),
    ...(project !== undefined && { project }),
  });
}

/** The project that a header names; empty where it cannot be read, `undefined` where there is none. */
export function readProject(value: unknown, onDropped?: OnDropped): string | undefined {
  if (value === undefined || isProject(value)) return value;
  if (value !== UNREADABLE) onDropped?.(PROJECT_HEADER, 'it is not the name of a project', 'notAProject');
  return '';
}

function readId(read: (header: string) => unknown, header: string, onDropped?: OnDropped): string | undefined {
  const value = read(header);
  if (value === undefined || isId(value)) return value;
  if (value === UNREADABLE) return undefined;
  onDropped?.(header, 'it is not a string of 1 to 256 bytes', 'notAnId');
  return undefined;
}

function readMetadata(value: unknown, onDropped?: OnDropped): SessionMetadata | undefined {
  if (value === undefined || value === UNREADABLE) return undefined;
  if (value === null || typeof value !== 'object' || isArray(value)) {
    onDropped?.(METADATA_HEADER, 'it is not an object', 'notAnObject');
    return undefined;
  }
  const kept: Record<string, string | number | boolean> = {};
  for (const [key, item] of entries(value)) {
    if (isMetadataValue(item) && !PROTOTYPE_KEYS.includes(key)) kept[key] = item;
    else onDropped?.(METADATA_HEADER, notAValue(key), 'notAValue');
  }
  return keys(kept).length > 0 ? freeze(kept) : undefined;
}

function notAValue(key: string): string {
  return `the value of '${key.slice(0, 40)}' is not a string, a number or a boolean`;
}
