import { getSession } from 'kelet-core';
import { runInSession } from 'kelet-core/internal';
import { inject, injectNexus } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';
import { logAttributes } from '../log-attributes';
import type { PassThrough } from '../pass-through';
import { type Outgoing, outgoing } from '../propagate';
import { withSearchAttribute } from '../search-attribute';
import { type ScheduledActivity, withSignalRetry } from '../signal-retry';
import { stampActiveSpan } from '../spans';
import { createRun, type Run } from './run';

/** Every command of a workflow that has headers carries the session of the code that issued it. */
export function outboundInterceptor(run: Run = createRun(), leave: Outgoing = outgoing(), searchAttribute?: string) {
  const outbound: PassThrough = (input, next) => {
    stampActiveSpan();
    return next({ ...input, headers: inject(leave(getSession()), input.headers, { onDropped: warnDropped }) });
  };
  const scheduleActivity: PassThrough = (input, next) =>
    outbound({ ...input, headers: withSignalRetry(input as unknown as ScheduledActivity, input.headers) }, next);
  const startChild: PassThrough = (input, next) => {
    const { options } = input as unknown as { options: object };
    return outbound({ ...input, options: withSearchAttribute(options, searchAttribute, getSession()) }, next);
  };
  const continueAsNew: PassThrough = (input, next) =>
    runInSession(run.handedOn(getSession()), () => outbound(input, next));
  return {
    scheduleActivity,
    scheduleLocalActivity: outbound,
    startChildWorkflowExecution: startChild,
    signalWorkflow: outbound,
    continueAsNew,
    startNexusOperation: <I extends { readonly headers: Record<string, string> }, O>(
      input: I,
      next: (input: I) => O,
    ) => {
      stampActiveSpan();
      return next({ ...input, headers: injectNexus(leave(getSession()), input.headers, warnDropped) });
    },
    getLogAttributes: logAttributes(() => getSession() ?? run.effective({})),
  };
}
