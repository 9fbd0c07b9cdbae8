import { getPrototypeOf, objectPrototype } from './built-ins';
import { isArraySafely, showNoText } from './text';

/** Whether `value` is an object as `{ … }` makes it, of this realm or another: no array, and of no class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = getPrototypeOf(value);
  return prototype === null || getPrototypeOf(prototype) === null;
}

// `built-ins.ts` has functions that need no `this`.
const { toString: tagOf } = objectPrototype;

/** What something that is no plain object is instead, for an error message: 'a Map', 'an instance of a class'. */
export function showKind(value: unknown): string {
  if (value === null || typeof value !== 'object' || isArraySafely(value)) return showNoText(value);
  const kind = kindOf(value);
  // What a class says of itself can be any text.
  return kind !== 'Object' && /^\w{1,40}$/.test(kind) ? `a ${kind}` : 'an instance of a class';
}

function kindOf(value: object): string {
  try {
    return tagOf.call(value).slice('[object '.length, -1);
  } catch {
    return 'Object'; // a proxy that was revoked
  }
}
