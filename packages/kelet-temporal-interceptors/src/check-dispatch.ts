import { compileRetryPolicy, type Duration } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import type { SignalDispatchOptions } from './options';

/**
 * Checks where the options are given: in the sandbox, where they are used, a wrong one would fail workflow tasks.
 *
 * @throws TypeError naming the option and its value
 */
export function checkDispatch(options: SignalDispatchOptions | undefined): void {
  if (options === undefined) return;
  const { taskQueue, retry, ...timeouts } = options;
  if (taskQueue !== undefined && (typeof taskQueue !== 'string' || taskQueue === '')) {
    throw wrong('taskQueue', 'a name', taskQueue);
  }
  for (const name of ['startToCloseTimeout', 'scheduleToCloseTimeout'] as const) {
    const value = timeouts[name];
    if (value !== undefined && !isDuration(value))
      throw wrong(name, "a duration, such as '30 seconds' or 30000", value);
  }
  if (retry === undefined) return;
  try {
    compileRetryPolicy(retry);
  } catch (error) {
    throw wrong('retry', `a retry policy (${(error as Error).message})`, retry);
  }
}

function isDuration(value: Duration): boolean {
  try {
    return msToNumber(value) > 0;
  } catch {
    return false;
  }
}

function wrong(name: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`signals.${name} must be ${wanted}, and is ${JSON.stringify(value)}.`);
}
