import { entries, hasOwn, keys } from './built-ins';
import { errorToThrow } from './error-to-throw';
import { KeletError, type KeletErrorCode } from './errors';
import { isPlainObject, showKind } from './plain-object';
import { show, showName, showNoText } from './text';

/** What one option may be. An option that is absent or `undefined` counts as not given. */
export interface OptionRule {
  readonly fits: (value: unknown) => boolean;
  /** In words, as in "must be a number". */
  readonly wanted: string | ((value: unknown) => string);
  /** Whether the option has to be given. Default: false. */
  readonly required?: boolean;
  /** The rules of an option that is an object of options. They are checked ahead of `fits`. */
  readonly rules?: { readonly [name: string]: OptionRule };
  /** How a message shows a wrong value. Default: of a text, only the length, since it may be a key in a wrong place. */
  readonly shown?: (value: unknown) => string;
}

/** A table that the compiler checks against the type of the options. */
export type OptionRules<T> = { readonly [K in keyof Required<T>]: OptionRule };

/** A rule: true or false. */
export const aBoolean: OptionRule = { fits: (value) => typeof value === 'boolean', wanted: 'true or false' };
/** A rule: a function. */
export const aFunction: OptionRule = { fits: (value) => typeof value === 'function', wanted: 'a function' };
/** A rule: a text, which may be empty. */
export const aString: OptionRule = { fits: (value) => typeof value === 'string', wanted: 'a string' };

/** A rule: the id of a trace or of a span. */
export function hexadecimal(digits: number): OptionRule {
  const form = new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`, 'i');
  return {
    fits: (value) => typeof value === 'string' && form.test(value),
    wanted: `${digits} hexadecimal digits, not all of them 0`,
    shown: show,
  };
}

/** An option that is an object of options. */
export function optionsOf<T>(rules: OptionRules<T>): OptionRule {
  return { fits: isOptions, wanted: 'an object', rules, shown: showKind };
}

/**
 * Checks the options of `what`, such as 'configure()', whatever they were compiled with. A misspelt name is an error: the
 * option would otherwise look as if it had been set.
 *
 * @throws KeletError with `code` where `given` is no object, has an option that `what` does not know, or a wrong value
 */
export function checkOptions<T>(
  what: string,
  given: T,
  rules: OptionRules<T>,
  code: KeletErrorCode = 'INVALID_CONFIG',
): void {
  if (!isOptions(given)) {
    const required = entries<OptionRule>(rules).flatMap(([name, rule]) => (rule.required === true ? [name] : []));
    const wanted = required.length === 0 ? 'an object' : `an object with ${required.join(' and ')}`;
    throw refusal(code, `${what} takes ${wanted}, and got ${showKind(given)}.`);
  }
  checkEach(what, '', given, rules, code);
}

/** @throws KeletError with `code` where `value`, which `name` names, is not what the rule wants */
export function checkValue(
  name: string,
  value: unknown,
  rule: OptionRule,
  code: KeletErrorCode = 'INVALID_CONFIG',
): void {
  if (holds(rule, value)) return;
  const { wanted, shown = showNoText } = rule;
  const words = typeof wanted === 'string' ? wanted : wanted(value);
  throw refusal(code, `${name} must be ${words}, and is ${shown(value)}.`);
}

function holds({ fits, required = false }: OptionRule, value: unknown): boolean {
  return value === undefined ? !required : fits(value);
}

function checkEach(
  what: string,
  path: string,
  given: object,
  rules: { readonly [name: string]: OptionRule },
  code: KeletErrorCode,
): void {
  const unknown = keys(given).find((name) => !hasOwn(rules, name));
  if (unknown !== undefined) {
    const name = path + showName(unknown);
    throw refusal(code, `${what} has no option '${name}'; there are ${keys(rules).join(', ')}.`);
  }
  for (const [name, rule] of entries(rules)) {
    const value = (given as Record<string, unknown>)[name];
    if (rule.rules !== undefined && isOptions(value)) checkEach(what, `${path}${name}.`, value, rule.rules, code);
    // Asked ahead: sessions and signals are checked often, and the name is for a message alone.
    if (!holds(rule, value)) checkValue(`${what}: ${path}${name}`, value, rule, code);
  }
}

/**
 * Whether `value` is a plain object. Options that a prototype holds would be checked, and then lost where options are
 * copied; a Map, or a promise that nobody awaited, would be no options at all.
 */
export function isOptions(value: unknown): value is object {
  try {
    return isPlainObject(value);
  } catch {
    return false; // a proxy that was revoked
  }
}

/** In workflow code one of Temporal's errors, since any other would fail the workflow task again and again. */
function refusal(code: KeletErrorCode, message: string): unknown {
  return errorToThrow(new KeletError(code, message));
}
