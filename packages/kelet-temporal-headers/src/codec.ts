import { defaultPayloadConverter, type Headers, type PayloadConverter } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { entries, hasOwn, native } from 'kelet-core/internal';
import type { OnDropped } from './dropped';
import { fromFields, toFields } from './fields';
import { withoutSession } from './names';

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
  if (headers === null || headers === undefined) return undefined;
  const { payloadConverter = defaultPayloadConverter, onDropped } = options;
  const read = (header: string): unknown => {
    const payload = hasOwn(headers, header) ? headers[header] : undefined;
    if (payload === null || payload === undefined) return undefined;
    try {
      return payloadConverter.fromPayload(payload);
    } catch {
      onDropped?.(header, 'it cannot be decoded', 'notDecodable');
      return undefined;
    }
  };
  return fromFields(read, onDropped);
}

function encode(session: Session, { payloadConverter, onDropped }: CodecOptions = {}): Headers {
  const known = payloadConverter === undefined ? encoded.get(session) : undefined;
  if (known !== undefined) return copy(known);
  const converter = payloadConverter ?? defaultPayloadConverter;
  const headers: Headers = {};
  for (const [header, value] of entries(toFields(session, onDropped))) {
    const payload = attempt(() => converter.toPayload(value));
    if (payload === undefined) onDropped?.(header, 'the payload converter cannot encode it', 'notEncodable');
    else headers[header] = payload;
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
