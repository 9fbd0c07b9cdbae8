import { invalidConfig as invalid } from './errors';
import { checkNames, namesOf } from './option-names';
import { show } from './session';
import type { SignalTransport } from './signal';
import { MAX_TIMER_MS } from './slot';

/** How signals leave a process. Times are in milliseconds. */
export interface SignalOptions {
  /** How long one attempt may take. Default: 10 000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often a signal is tried in all. Default: 3. */
  readonly maxAttempts?: number | undefined;
  /** The wait before the second attempt, doubled for each later one, less up to half of it by chance. Default: 500. */
  readonly backoffMs?: number | undefined;
  /** The longest wait that the API may ask for with Retry-After. Default: 30 000. */
  readonly maxRetryAfterMs?: number | undefined;
  /** How many signals are on their way at once; further ones wait. Default: 64. */
  readonly maxInFlight?: number | undefined;
  /**
   * Emit each signal that was sent as OpenTelemetry's event `gen_ai.evaluation.result` too, through the logger provider
   * of the process, where there is one. Default: false.
   */
  readonly evaluationEvents?: boolean | undefined;
  /** Takes the signals instead of HTTP: then the options of time and of number have no effect. */
  readonly transport?: SignalTransport | undefined;
}

export type ResolvedSignalOptions = { readonly [K in keyof typeof DEFAULTS]: number } & {
  readonly evaluationEvents: boolean;
  readonly transport?: SignalTransport;
};

const DEFAULTS = {
  attemptTimeoutMs: 10_000,
  maxAttempts: 3,
  backoffMs: 500,
  maxRetryAfterMs: 30_000,
  maxInFlight: 64,
};

const OPTION_NAMES = namesOf<SignalOptions>({
  attemptTimeoutMs: true,
  maxAttempts: true,
  backoffMs: true,
  maxRetryAfterMs: true,
  maxInFlight: true,
  evaluationEvents: true,
  transport: true,
});

const MAY_BE_ZERO = ['backoffMs', 'maxRetryAfterMs'];

/** @throws KeletError INVALID_CONFIG, naming the option and its value */
export function resolveSignalOptions(given: SignalOptions | undefined): ResolvedSignalOptions {
  if (given !== undefined) checkNames('configure({ signals: { … } })', given, OPTION_NAMES);
  const numbers = Object.entries(DEFAULTS).map(([name, standard]) => {
    const value: unknown = given?.[name as keyof typeof DEFAULTS] ?? standard;
    const least = MAY_BE_ZERO.includes(name) ? 0 : 1;
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > MAX_TIMER_MS) {
      throw invalid(`signals.${name} must be an integer from ${least} to ${MAX_TIMER_MS}, and is ${show(value)}`);
    }
    return [name, value];
  });
  const { transport, evaluationEvents = false } = given ?? {};
  if (typeof evaluationEvents !== 'boolean') {
    throw invalid(`signals.evaluationEvents must be true or false, and is ${show(evaluationEvents)}`);
  }
  if (transport !== undefined && typeof transport?.send !== 'function') {
    throw invalid(`signals.transport must have a method send, and is ${show(transport)}`);
  }
  return Object.freeze({
    ...Object.fromEntries(numbers),
    evaluationEvents,
    ...(transport && { transport }),
  }) as ResolvedSignalOptions;
}
