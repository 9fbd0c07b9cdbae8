import { defaultPayloadConverter, type Headers, type PayloadConverter } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { fromFields, type OnDropped, toFields } from './fields';
import { withoutSession } from './names';

export interface CodecOptions {
  /** What turns a value into a payload and back. Default: Temporal's default payload converter. */
  readonly payloadConverter?: PayloadConverter | undefined;
  readonly onDropped?: OnDropped | undefined;
}

// A session is frozen, so its headers never change: one run schedules many activities with the same ones.
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
    const payload = Object.hasOwn(headers, header) ? headers[header] : undefined;
    if (payload === null || payload === undefined) return undefined;
    try {
      return payloadConverter.fromPayload(payload);
    } catch {
      onDropped?.(header, 'it cannot be decoded');
      return undefined;
    }
  };
  return fromFields(read, onDropped);
}

function encode(session: Session, { payloadConverter, onDropped }: CodecOptions = {}): Headers {
  const known = payloadConverter === undefined ? encoded.get(session) : undefined;
  if (known !== undefined) return known;
  const converter = payloadConverter ?? defaultPayloadConverter;
  const headers: Headers = {};
  for (const [header, value] of Object.entries(toFields(session, onDropped))) {
    const payload = attempt(() => converter.toPayload(value));
    if (payload === undefined) onDropped?.(header, 'the payload converter cannot encode it');
    else headers[header] = payload;
  }
  if (payloadConverter === undefined) encoded.set(session, headers);
  return headers;
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
