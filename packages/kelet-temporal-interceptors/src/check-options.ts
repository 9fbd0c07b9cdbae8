import { namesOf, showNoText, wrongOptions } from 'kelet-core/internal';
import { checkDispatch } from './check-dispatch';
import type { InterceptorOptions } from './options';
import type { Propagate } from './propagate';

export const OPTION_NAMES = namesOf<InterceptorOptions>({
  autoSession: true,
  autoSessionModule: true,
  activityAutoSession: true,
  propagate: true,
  searchAttribute: true,
  signals: true,
  scheduleSession: true,
});
const PROPAGATE_NAMES = namesOf<Propagate>({ userId: true, metadata: true });

/**
 * Checks options where they are given, whatever they were compiled with.
 *
 * @throws TypeError naming the option, and what it must be
 */
export function checkOptions(options: InterceptorOptions): void {
  known('createInterceptors({ … })', options, OPTION_NAMES);
  const { autoSession, autoSessionModule, activityAutoSession, propagate, searchAttribute, scheduleSession } = options;
  check('autoSession', autoSession, isAutoSession, 'true, false or a function');
  check('activityAutoSession', activityAutoSession, isAutoSession, 'true, false or a function');
  check('autoSessionModule', autoSessionModule, isAbsolute, 'the absolute path of a module');
  check('searchAttribute', searchAttribute, isText, 'the name of a search attribute');
  check('scheduleSession', scheduleSession, isBoolean, 'true or false');
  checkDispatch(options.signals);
  if (propagate === undefined) return;
  known('propagate', propagate, PROPAGATE_NAMES);
  check('propagate.userId', propagate.userId, isBoolean, 'true or false');
  check('propagate.metadata', propagate.metadata, isSelection, 'true, false or a list of keys');
}

function known(what: string, given: unknown, names: readonly string[]): void {
  const wrong = wrongOptions(what, given, names);
  if (wrong !== undefined) throw new TypeError(wrong);
}

function check(name: string, value: unknown, holds: (value: unknown) => boolean, wanted: string): void {
  if (value !== undefined && !holds(value))
    throw new TypeError(`${name} must be ${wanted}, and is ${showNoText(value)}.`);
}

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isText = (value: unknown) => typeof value === 'string' && value !== '';
// Of Windows too. Another one would be looked for from this package, and named in full by the error of require().
const isAbsolute = (value: unknown) => isText(value) && /^([\\/]|[a-z]:[\\/])/i.test(value as string);
const isAutoSession = (value: unknown) => isBoolean(value) || typeof value === 'function';
const isSelection = (value: unknown) => isBoolean(value) || (Array.isArray(value) && value.every(isText));
