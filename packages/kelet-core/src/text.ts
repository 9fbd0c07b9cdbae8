import { isArray, native } from './built-ins';
import { read } from './foreign-value';
import { withoutKeys } from './hide-api-keys';

const QUOTED_CHARACTERS = 200;

/**
 * Any value as text. The one safe way to show what somebody else threw or gave: to read it may run code of theirs, a
 * getter, a `toString`, a proxy, and that may throw. Never throws.
 */
export function textOf(value: unknown): string {
  try {
    return native.String(value);
  } catch {
    return `a value of type ${typeof value}`; // for example an object without a prototype
  }
}

/** What an error says; of anything else, and of an error that says nothing, its text. Never throws. */
export function messageOf(thrown: unknown): string {
  const message = read(thrown, 'message');
  return typeof message === 'string' && message !== '' ? message : textOf(thrown);
}

/** A value as an error message shows it: its kind, and for scalars its first 40 characters. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === 'string') {
    return value === '' ? 'the empty string' : `'${showName(value)}' (${utf8Bytes(value)} bytes)`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`;
  return isArraySafely(value) ? 'an array' : `of type ${typeof value}`;
}

/** A name that a caller chose, as an error message shows it: its first 40 characters. */
export function showName(name: string): string {
  return withoutKeys(name).slice(0, 40);
}

/** Whether `value` is an array; of a proxy that was revoked, not even that can be asked. Never throws. */
export function isArraySafely(value: unknown): boolean {
  try {
    return isArray(value);
  } catch {
    return false;
  }
}

/** A value as `show` gives it, but of a text only its length: it may be an API key that was put in the wrong place. */
export function showNoText(value: unknown): string {
  return typeof value === 'string' && value !== '' ? `a string of ${value.length} characters` : show(value);
}

/**
 * The length of `text` in UTF-8; a lone surrogate counts as the three bytes of its replacement. Counted here,
 * since the sandbox has no TextEncoder on every version of Temporal (1.10 has none).
 */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The beginning of what something else said, for an error message: on one line, printable, and without API keys. */
export function quote(text: string): string {
  const line = withoutKeys(text)
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  // By code points: half of one would be no character.
  return [...line].slice(0, QUOTED_CHARACTERS).join('');
}
