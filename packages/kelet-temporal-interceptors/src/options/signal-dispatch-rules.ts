import { compileRetryPolicy, type Duration, type RetryPolicy } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import { isOptions, messageOf, type OptionRule, type OptionRules, utf8Bytes } from 'kelet-core/internal';
import type { SignalDispatchOptions } from './interceptor-options';

/** `MaxIDLengthLimit`, as Temporal's server has it by default. */
const MAX_QUEUE_BYTES = 1000;

/** Half a character, which ends a worker of Temporal's where a queue has it in its name. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** 100 years. Temporal's server takes more, and no one waits for longer. */
const MAX_MS = 100 * 365 * 86_400_000;

const MAX_ATTEMPTS = 2 ** 31 - 1;

const isInteger = (value: unknown): value is number => Number.isInteger(value);

const aDuration: OptionRule = { fits: isDuration, wanted: "a duration, such as '30 seconds' or 30000" };

const RETRY_RULES: OptionRules<RetryPolicy> = {
  // Temporal's SDK lets intervals of 0, infinite ones and such coefficients pass, and its server does not.
  initialInterval: aDuration,
  maximumInterval: aDuration,
  backoffCoefficient: {
    fits: (value) => Number.isFinite(value) && (value as number) >= 1,
    wanted: 'a number from 1 on',
  },
  // Temporal's protocol has 32 bits for it, and takes what is above for a negative number.
  maximumAttempts: {
    fits: (value) => value === Number.POSITIVE_INFINITY || (isInteger(value) && value >= 1 && value <= MAX_ATTEMPTS),
    wanted: `an integer from 1 to ${MAX_ATTEMPTS}, or Infinity`,
  },
  nonRetryableErrorTypes: {
    fits: (value) => Array.isArray(value) && value.every((type) => typeof type === 'string'),
    wanted: 'a list of names',
  },
};

/**
 * Applied where the options are given: in the sandbox, where they are used, a wrong one would fail workflow tasks, as the
 * server does with one that it refuses.
 */
export const SIGNAL_DISPATCH_RULES: OptionRules<SignalDispatchOptions> = {
  taskQueue: {
    fits: (value) =>
      typeof value === 'string' && value !== '' && utf8Bytes(value) <= MAX_QUEUE_BYTES && !LONE_SURROGATE.test(value),
    wanted: `a name of at most ${MAX_QUEUE_BYTES} bytes`,
  },
  startToCloseTimeout: aDuration,
  scheduleToCloseTimeout: aDuration,
  retry: {
    rules: RETRY_RULES,
    fits: (value) => complaintOf(value) === undefined,
    wanted: (value) => `a retry policy${complaintOf(value)}`,
  },
};

function isDuration(value: unknown): boolean {
  try {
    const ms = msToNumber(value as Duration);
    return ms > 0 && ms <= MAX_MS;
  } catch {
    return false;
  }
}

/** What Temporal's SDK says against a retry policy; `undefined` where that is nothing. */
function complaintOf(value: unknown): string | undefined {
  if (!isOptions(value)) return '';
  try {
    compileRetryPolicy(value as RetryPolicy);
    return undefined;
  } catch (error) {
    return ` (${messageOf(error)})`;
  }
}
