import { isArray, keys } from './built-ins';
import { KeletError } from './errors';
import { withoutKeys } from './known-keys';
import { showNoText } from './show';

/**
 * What is wrong with `given`, the options of `what`, apart from their values; `undefined` where it is an object whose
 * names are all known. A name that is misspelt would else look as if it had been set.
 */
export function wrongOptions(what: string, given: unknown, names: readonly string[]): string | undefined {
  // Of a text nothing is shown: it may well be the key, as in configure('key').
  if (given === null || typeof given !== 'object' || isArray(given)) {
    return `${what} must be an object, and is ${showNoText(given)}.`;
  }
  const unknown = keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return undefined;
  return `${what} has no option '${withoutKeys(unknown).slice(0, 40)}'; there are ${names.join(', ')}.`;
}

/** The keys of a table that the compiler has checked against a type. */
export function namesOf<T>(table: Record<keyof T, true>): readonly string[] {
  return keys(table);
}

/** @throws KeletError INVALID_CONFIG where `given` is no object, or has an option that `what` does not know */
export function checkNames(what: string, given: unknown, names: readonly string[]): void {
  const wrong = wrongOptions(what, given, names);
  if (wrong !== undefined) throw new KeletError('INVALID_CONFIG', wrong);
}
