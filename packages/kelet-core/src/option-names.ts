import { entries, isArray, keys } from './built-ins';
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

/** What one option may be; one that is absent or `undefined` is as if it was not given. */
export interface OptionRule {
  readonly fits: (value: unknown) => boolean;
  /** In words, as in "must be a number". */
  readonly wanted: string;
}

export const aBoolean: OptionRule = { fits: (value) => typeof value === 'boolean', wanted: 'true or false' };
export const aFunction: OptionRule = { fits: (value) => typeof value === 'function', wanted: 'a function' };

/** @throws KeletError INVALID_CONFIG where `given` is no object, has an option that `what` does not know, or a wrong value */
export function checkOptions<T>(what: string, given: T, rules: Record<keyof T, OptionRule>): void {
  checkNames(what, given, keys(rules));
  for (const [name, { fits, wanted }] of entries(rules) as [keyof T & string, OptionRule][]) {
    const value = given[name];
    if (value === undefined || fits(value)) continue;
    throw new KeletError('INVALID_CONFIG', `${what}: ${name} must be ${wanted}, and is ${showNoText(value)}.`);
  }
}
