import { entries, isArray, isFiniteNumber, isNan, keys, parseJson, stringify } from './built-ins';
import { isPlainObject, showKind } from './plain-object';
import { show, showName } from './text';

/** Under which the `key` of a signal travels: neither the API nor the activity has a field for it. */
export const VOTE_KEY = 'vote_key';

const WANTED = 'metadata must be a plain object that JSON can hold';

/**
 * What JSON would lose of the metadata of a signal without a word; `undefined` where it loses nothing. A value that is
 * `undefined` is none.
 *
 * @returns the rest of a sentence: where it is, and what
 */
export function lostInJson(metadata: unknown): string | undefined {
  if (!isPlainObject(metadata)) {
    return `${WANTED}, and is ${showKind(metadata)}. Pass { key: value } pairs`;
  }
  try {
    const { metadata: read } = parseJson(stringify({ metadata })) as { metadata: unknown };
    if (!isPlainObject(read)) return `${WANTED}, and its toJSON() gives none`;
    return lostBelow('metadata', metadata);
  } catch {
    // Circular, too deep, with a bigint, or with a toJSON() or a getter that throws.
    return `${WANTED}, and JSON.stringify() fails on it`;
  }
}

function lostBelow(path: string, value: unknown): string | undefined {
  const lost = lossOf(value);
  if (lost !== undefined) return `${path} must be what JSON can hold, and is ${lost}`;
  if (value === null || typeof value !== 'object' || hasOwnText(value)) return undefined;
  for (const [key, inner] of entries(value)) {
    const found = lostBelow(isArray(value) ? `${path}[${key}]` : `${path}.${showName(key)}`, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lossOf(value: unknown): string | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return show(value);
  if (typeof value === 'number') return isFiniteNumber(value) ? undefined : show(value);
  if (value === null || typeof value !== 'object' || isArray(value) || isPlainObject(value)) return undefined;
  if (hasOwnText(value)) return isNan((value as Partial<Date>).getTime?.()) ? 'an invalid Date' : undefined;
  return keys(value).length === 0 ? showKind(value) : undefined;
}

/** Whether it decides by itself what JSON holds of it, as a Date does. */
function hasOwnText(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
