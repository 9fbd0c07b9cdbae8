import { KeletError } from './errors';
import { show } from './session';

/**
 * What is wrong with the names in `given`, the options of `what`; `undefined` where each is known. A name that is
 * misspelt would else look as if it had been set.
 */
export function unknownOption(what: string, given: object, names: readonly string[]): string | undefined {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  return unknown === undefined ? undefined : `${what} has no option '${unknown}'; there are ${names.join(', ')}.`;
}

/** The keys of a table that the compiler has checked against a type. */
export function namesOf<T>(table: Record<keyof T, true>): readonly string[] {
  return Object.keys(table);
}

/** @throws KeletError INVALID_CONFIG where `given` is no object, or has an option that `what` does not know */
export function checkNames(what: string, given: unknown, names: readonly string[]): void {
  const wrong =
    given === null || typeof given !== 'object'
      ? `${what} must be an object, and is ${show(given)}.`
      : unknownOption(what, given, names);
  if (wrong !== undefined) throw new KeletError('INVALID_CONFIG', wrong);
}
