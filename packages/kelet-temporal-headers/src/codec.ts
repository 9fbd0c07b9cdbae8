import { defaultPayloadConverter, type Headers, type PayloadConverter } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { entries, hasOwn, native } from 'kelet-core/internal';
import type { OnDropped } from './dropped';
import { fromFields, readProject, toFields, UNREADABLE } from './fields';
import { PROJECT_HEADER, withoutSession } from './names';

/** How a session is encoded and decoded. */
export interface CodecOptions {
  /** What turns a value into a payload and back. Default: Temporal's default payload converter. */
  readonly payloadConverter?: PayloadConverter | undefined;
  /**
   * Told of each header, or part of one, that is left out. Default: nobody is. `inject()` tells once for a session whose
   * headers the default converter makes, since it keeps them; also where it had nobody to tell then.
   */
  readonly onDropped?: OnDropped | undefined;
}

// A session is frozen, so its headers never change: one run schedules many activities with the same ones. Kept for
// copies to be made of: other interceptors may change what they are handed, and bytes cannot be frozen.
const encoded = new WeakMap<Session, Headers>();

/**
 * Temporal headers that carry `session` beside what `headers` holds already, in place of another session in
 * them; the given object is not changed. Without a session it is returned as it is. Never throws.
 */
export function inject(session: Session | undefined, headers: Headers, options?: CodecOptions): Headers {
  if (session === undefined) return headers;
  return { ...withoutSession(headers), ...encode(session, options) };
}

/** The session that `headers` carries, frozen; `undefined` where there is none, or none that is valid. */
export function extract(headers: Headers | null | undefined, options: CodecOptions = {}): Session | undefined {
  return headers === null || headers === undefined
    ? undefined
    : fromFields(reader(headers, options), options.onDropped);
}

/**
 * The project that `headers` name, with a session or without one; empty where it cannot be read, and `undefined` where there
 * is none. For a session whose id comes from elsewhere.
 */
export function extractProject(headers: Headers | null | undefined, options: CodecOptions = {}): string | undefined {
  return headers === null || headers === undefined
    ? undefined
    : readProject(reader(headers, options)(PROJECT_HEADER), options.onDropped);
}

function reader(headers: Headers, options: CodecOptions): (header: string) => unknown {
  const { payloadConverter = defaultPayloadConverter, onDropped } = options;
  return (header) => {
    const payload = hasOwn(headers, header) ? headers[header] : undefined;
    if (payload === null || payload === undefined) return undefined;
    try {
      const value: unknown = payloadConverter.fromPayload(payload);
      return value === undefined ? null : value; // of a header that is there
    } catch {
      onDropped?.(header, 'it cannot be decoded', 'notDecodable');
      return UNREADABLE;
    }
  };
}

function encode(session: Session, { payloadConverter, onDropped }: CodecOptions = {}): Headers {
  const known = payloadConverter === undefined ? encoded.get(session) : undefined;
  if (known !== undefined) return copy(known);
  const converter = payloadConverter ?? defaultPayloadConverter;
  const headers: Headers = {};
  for (const [header, value] of entries(toFields(session, onDropped))) {
    const payload = attempt(() => converter.toPayload(value));
    if (payload !== undefined) {
      headers[header] = payload;
      continue;
    }
    onDropped?.(header, 'the payload converter cannot encode it', 'notEncodable');
    if (header === PROJECT_HEADER) break; // its session would be taken for one of the receiver's own project
  }
  if (payloadConverter === undefined) encoded.set(session, copy(headers));
  return headers;
}

function copy(headers: Headers): Headers {
  const result: Headers = {};
  for (const [name, { metadata, data }] of entries(headers)) {
    const copied: Record<string, Uint8Array> = {};
    for (const [key, bytes] of entries(metadata ?? {})) copied[key] = bytesOf(bytes);
    result[name] = { metadata: copied, data: bytesOf(data) };
  }
  return result;
}

const bytesOf = (bytes: Uint8Array | null | undefined): Uint8Array => new native.Uint8Array(bytes ?? []);

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
