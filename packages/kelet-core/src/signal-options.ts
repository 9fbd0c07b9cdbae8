import { entries, freeze, fromEntries, isInteger } from './built-ins';
import type { ResolvedSignalOptions, SignalOptions } from './configuration';
import { invalidConfig as invalid } from './errors';
import { checkNames, namesOf } from './option-names';
import { showNoText } from './show';
import { MAX_TIMER_MS } from './timer';

const DEFAULTS = {
  attemptTimeoutMs: 10_000,
  maxAttempts: 3,
  backoffMs: 500,
  maxRetryAfterMs: 30_000,
  maxInFlight: 64,
  maxQueue: 10_000,
};

const OPTION_NAMES = namesOf<SignalOptions>({
  attemptTimeoutMs: true,
  maxAttempts: true,
  backoffMs: true,
  maxRetryAfterMs: true,
  maxInFlight: true,
  maxQueue: true,
  evaluationEvents: true,
  transport: true,
});

const MAY_BE_ZERO = ['backoffMs', 'maxRetryAfterMs', 'maxQueue'];

/** @throws KeletError INVALID_CONFIG, naming the option and its value */
export function resolveSignalOptions(given: SignalOptions | undefined): ResolvedSignalOptions {
  if (given !== undefined) checkNames('configure({ signals: { … } })', given, OPTION_NAMES);
  const numbers = entries(DEFAULTS).map(([name, standard]) => {
    const value: unknown = given?.[name as keyof typeof DEFAULTS] ?? standard;
    const least = MAY_BE_ZERO.includes(name) ? 0 : 1;
    if (!isInteger(value) || (value as number) < least || (value as number) > MAX_TIMER_MS) {
      throw invalid(`signals.${name} must be an integer from ${least} to ${MAX_TIMER_MS}, and is ${showNoText(value)}`);
    }
    return [name, value];
  });
  const { transport, evaluationEvents = false } = given ?? {};
  if (typeof evaluationEvents !== 'boolean') {
    throw invalid(`signals.evaluationEvents must be true or false, and is ${showNoText(evaluationEvents)}`);
  }
  if (transport !== undefined && typeof transport?.send !== 'function') {
    throw invalid(`signals.transport must have a method send, and is ${showNoText(transport)}`);
  }
  return freeze({
    ...fromEntries(numbers),
    evaluationEvents,
    ...(transport && { transport }),
  }) as ResolvedSignalOptions;
}
