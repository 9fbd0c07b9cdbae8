import { aBoolean, checkOptions, type OptionRule, type OptionRules, optionsOf } from 'kelet-core/internal';
import type { LogFieldOptions } from 'kelet-core/logging';
import { canonicalPropagate, type Propagate } from '../shared/propagate';
import type { InterceptorOptions } from './interceptor-options';
import { SIGNAL_DISPATCH_RULES } from './signal-dispatch-rules';

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isText = (value: unknown) => typeof value === 'string' && value !== '';

const anAutoSession: OptionRule = {
  fits: (value) => isBoolean(value) || typeof value === 'function',
  wanted: 'true, false or a function',
};

const PROPAGATE_RULES: OptionRules<Propagate> = {
  userId: aBoolean,
  metadata: {
    fits: (value) => isBoolean(value) || (Array.isArray(value) && value.every(isText)),
    wanted: 'true, false or a list of keys',
  },
};

const LOG_FIELD_RULES: OptionRules<LogFieldOptions> = PROPAGATE_RULES;

/** What each option of the interceptors may be; for the plugin too, which takes the same ones. */
export const INTERCEPTOR_RULES: OptionRules<InterceptorOptions> = {
  autoSession: anAutoSession,
  autoSessionModule: {
    // Absolute on Windows too. require() would look for another one from this package, and name it in full in its error.
    fits: (value) => isText(value) && /^([\\/]|[a-z]:[\\/])/i.test(value as string),
    wanted: 'the absolute path of a module',
  },
  activityAutoSession: anAutoSession,
  propagate: optionsOf(PROPAGATE_RULES),
  searchAttribute: { fits: isText, wanted: 'the name of a search attribute' },
  signalDispatch: optionsOf(SIGNAL_DISPATCH_RULES),
  logFields: optionsOf(LOG_FIELD_RULES),
  runStartedSpan: aBoolean,
  preload: aBoolean,
  scheduleSession: aBoolean,
};

/** A copy of the options, which later changes to what was given do not reach. */
export function copyOptions<T extends InterceptorOptions>(options: T): T {
  const { logFields, propagate, signalDispatch } = options;
  return {
    ...options,
    propagate: canonicalPropagate(propagate),
    logFields: structuredClone(logFields),
    signalDispatch: structuredClone(signalDispatch),
  };
}

/**
 * Checks options where they are given, whatever they were compiled with.
 *
 * @param what what takes them, such as 'createInterceptors()'
 * @throws KeletError INVALID_CONFIG naming the option, and what it must be
 */
export function checkInterceptorOptions(what: string, options: InterceptorOptions): void {
  checkOptions(what, options, INTERCEPTOR_RULES);
}
