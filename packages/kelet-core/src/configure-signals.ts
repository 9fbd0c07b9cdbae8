import { entries, freeze, fromEntries, isInteger } from './built-ins';
import type { ResolvedSignalOptions, SignalOptions } from './configure-types';
import { read } from './foreign-value';
import { aBoolean, type OptionRule, type OptionRules } from './options';
import { MAX_TIMER_MS } from './timer';

const DEFAULTS = {
  attemptTimeoutMs: 10_000,
  maxAttempts: 3,
  backoffMs: 500,
  maxRetryAfterMs: 30_000,
  maxInFlight: 64,
  maxQueue: 10_000,
  evaluationEvents: false,
};

function integerFrom(least: number): OptionRule {
  return {
    fits: (value) => isInteger(value) && (value as number) >= least && (value as number) <= MAX_TIMER_MS,
    wanted: `an integer from ${least} to ${MAX_TIMER_MS}`,
  };
}

export const SIGNAL_RULES: OptionRules<SignalOptions> = {
  attemptTimeoutMs: integerFrom(1),
  maxAttempts: integerFrom(1),
  backoffMs: integerFrom(0),
  maxRetryAfterMs: integerFrom(0),
  maxInFlight: integerFrom(1),
  maxQueue: integerFrom(0),
  evaluationEvents: aBoolean,
  transport: {
    fits: (value) => typeof read(value, 'send') === 'function',
    wanted: 'an object with a method send',
  },
};

/** The options with the defaults filled in, after they were checked. */
export function resolveSignalOptions(given: SignalOptions = {}): ResolvedSignalOptions {
  const set = fromEntries(entries(given).filter(([, value]) => value !== undefined));
  return freeze({ ...DEFAULTS, ...set }) as ResolvedSignalOptions;
}
