import type { Headers } from '@temporalio/common';
import { getSession } from 'kelet-core';
import { runInSession, stampActiveSpan } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { logAttributes } from '../shared/log-attributes';
import type { PassThrough } from '../shared/pass-through';
import { propagatedSession, type ToPropagated } from '../shared/propagate';
import { withSearchAttribute } from '../shared/search-attribute';
import { type ScheduledActivity, withSignalRetry } from '../shared/signal-retry';
import { startNexusOperation } from '../shared/start-nexus-operation';
import { warnDropped } from '../shared/warn-dropped';
import { createRunSession, type RunSession } from './run-session';

/** Every command of a workflow that has headers carries the session of the code that issued it. */
export function outboundInterceptor(
  run: RunSession = createRunSession(),
  propagated: ToPropagated = propagatedSession(),
  searchAttribute?: string,
) {
  function withSession(headers: Headers): Headers {
    const session = getSession();
    stampActiveSpan(session);
    return inject(propagated(session), headers, { onDropped: warnDropped });
  }
  const outbound: PassThrough = (input, next) => next({ ...input, headers: withSession(input.headers) });
  const scheduleActivity: PassThrough = (input, next) =>
    next({ ...input, headers: withSession(withSignalRetry(input as unknown as ScheduledActivity, input.headers)) });
  const startChild: PassThrough = (input, next) => {
    const { options } = input as unknown as { options: object };
    return outbound({ ...input, options: withSearchAttribute(options, searchAttribute, getSession()) }, next);
  };
  const continueAsNew: PassThrough = (input, next) =>
    runInSession(run.forNextRun(getSession()), () => outbound(input, next));
  return {
    scheduleActivity,
    scheduleLocalActivity: outbound,
    startChildWorkflowExecution: startChild,
    signalWorkflow: outbound,
    continueAsNew,
    startNexusOperation: startNexusOperation(propagated),
    getLogAttributes: logAttributes(() => getSession() ?? run.effective({})),
  };
}
