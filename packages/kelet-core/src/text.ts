import { native } from './built-ins';

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

/** A property of any value; `undefined` where it has none, or cannot be asked. Never throws. */
export function read(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

/** Whether something is to be awaited. Never throws. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof read(value, 'then') === 'function';
}
