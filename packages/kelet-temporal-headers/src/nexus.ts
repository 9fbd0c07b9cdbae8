import type { Session } from 'kelet-core';
import { entries, hasOwn, native, parseJson, stringify, utf8Bytes } from 'kelet-core/internal';
import type { CodecOptions } from './codec';
import { fromFields, toFields, UNREADABLE } from './fields';
import { PROJECT_HEADER, SESSION_ID_HEADER, withoutSession } from './names';

/** Those of `CodecOptions` that there is a use for: plain strings need no payload converter. */
export type NexusCodecOptions = Pick<CodecOptions, 'onDropped'>;

/** Nexus headers: plain strings, whose names ignore case. */
export type NexusHeaders = Record<string, string>;

/**
 * All headers of one call, keys and values. Temporal's server (1.29.1, measured) refuses a command with
 * more, and then fails the workflow task again and again.
 */
export const MAX_NEXUS_BYTES = 4096;

/**
 * Nexus headers that carry `session` beside what `headers` holds already, in place of another session in
 * them; the given object is not changed.
 * What does not fit into 4096 bytes together with it is left out: metadata first, then the user, then the
 * session itself with its project. Without a session it is returned as it is. Never throws.
 */
export function injectNexus(
  session: Session | undefined,
  headers: NexusHeaders = {},
  { onDropped }: NexusCodecOptions = {},
): NexusHeaders {
  if (session === undefined) return headers;
  const result = { ...withoutSession(headers) };
  let size = entries(result).reduce((sum, [key, value]) => sum + utf8Bytes(key) + utf8Bytes(value), 0);
  const drop = (header: string) => {
    delete result[header];
    onDropped?.(header, `the Nexus headers of one call may have ${MAX_NEXUS_BYTES} bytes in all`, 'noRoom');
  };
  for (const [header, value] of entries(toFields(session, onDropped))) {
    const text = asciiJson(value);
    // What follows a header that does not fit matters less, and must not arrive without it.
    size += header.length + text.length;
    if (size <= MAX_NEXUS_BYTES) result[header] = text;
    else drop(header);
  }
  // A project means nothing by itself.
  if (hasOwn(result, PROJECT_HEADER) && !hasOwn(result, SESSION_ID_HEADER)) drop(PROJECT_HEADER);
  return result;
}

/** The session that Nexus `headers` carry, frozen; `undefined` where there is none, or none that is valid. */
export function extractNexus(
  headers: Readonly<NexusHeaders> | null | undefined,
  { onDropped }: NexusCodecOptions = {},
): Session | undefined {
  if (headers === null || headers === undefined) return undefined;
  const byName = new native.Map(entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
  const read = (header: string): unknown => {
    const text = byName.get(header);
    if (text === undefined) return undefined;
    try {
      return parseJson(text);
    } catch {
      onDropped?.(header, 'it is not JSON', 'notDecodable');
      return UNREADABLE;
    }
  };
  return fromFields(read, onDropped);
}

// HTTP header values are ASCII; JSON's own escapes keep the text valid JSON.
function asciiJson(value: unknown): string {
  return stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
