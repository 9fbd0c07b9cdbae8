import { compileRetryPolicy, type Duration, type RetryPolicy } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import { messageOf, showNoText, utf8Bytes, withoutKeys } from 'kelet-core/internal';
import type { SignalDispatchOptions } from './options';

const NAMES = ['taskQueue', 'startToCloseTimeout', 'scheduleToCloseTimeout', 'retry'];

/** `MaxIDLengthLimit`, as Temporal's server has it by default. */
const MAX_QUEUE_BYTES = 1000;

/** 100 years: what Temporal's server takes is more, and no one waits for longer. */
const MAX_MS = 100 * 365 * 86_400_000;

/**
 * Checks where the options are given: in the sandbox, where they are used, a wrong one would fail workflow tasks, as
 * the server does with one that it refuses.
 *
 * @throws TypeError naming the option and its value
 */
export function checkDispatch(options: SignalDispatchOptions | undefined): void {
  if (options === undefined) return;
  if (options === null || typeof options !== 'object') {
    throw new TypeError(`signals must be an object, and is ${show(options)}.`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!NAMES.includes(name)) throw new TypeError(`signals.${name} is not known; there are ${NAMES.join(', ')}.`);
    if (value === undefined) continue;
    if (name === 'taskQueue') check(name, isQueue(value), `a name of at most ${MAX_QUEUE_BYTES} bytes`, value);
    else if (name === 'retry') checkRetry(value);
    else check(name, isDuration(value), "a duration, such as '30 seconds' or 30000", value);
  }
}

const isQueue = (value: unknown) => typeof value === 'string' && value !== '' && utf8Bytes(value) <= MAX_QUEUE_BYTES;

function isDuration(value: Duration): boolean {
  try {
    const ms = msToNumber(value);
    return ms > 0 && ms <= MAX_MS;
  } catch {
    return false;
  }
}

function checkRetry(policy: RetryPolicy): void {
  if (policy === null || typeof policy !== 'object') throw wrong('retry', 'a retry policy', policy);
  const { initialInterval, maximumInterval, backoffCoefficient = 1 } = policy;
  try {
    compileRetryPolicy(policy);
  } catch (error) {
    throw wrong('retry', `a retry policy (${messageOf(error)})`, policy);
  }
  // What Temporal's SDK lets pass, and its server does not.
  for (const interval of [initialInterval, maximumInterval]) {
    check('retry', interval === undefined || isDuration(interval), 'a retry policy with intervals over 0', policy);
  }
  const grows = Number.isFinite(backoffCoefficient) && backoffCoefficient >= 1;
  check('retry', grows, 'a retry policy with a backoffCoefficient of at least 1', policy);
}

function check(name: string, holds: boolean, wanted: string, value: unknown): void {
  if (!holds) throw wrong(name, wanted, value);
}

function wrong(name: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`signals.${name} must be ${wanted}, and is ${show(value)}.`);
}

// JSON has no Infinity, and would show null; and it fails on what refers to itself.
function show(value: unknown): string {
  if (typeof value !== 'object') return showNoText(value);
  try {
    return withoutKeys(JSON.stringify(value));
  } catch {
    return showNoText(value);
  }
}
