import type { Headers } from '@temporalio/common';
import { getSession } from 'kelet-core';
import { getAgentName, type LogFieldOptions, runInSession, stampActiveSpan } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { withAgent } from '../shared/agent-header';
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
  logFields?: LogFieldOptions,
) {
  function withSession(headers: Headers): Headers {
    const session = getSession();
    stampActiveSpan(session);
    return inject(propagated(session), headers, { onDropped: warnDropped });
  }
  const outbound: PassThrough = (input, next) => next({ ...input, headers: withSession(input.headers) });
  /** For what runs as a part of the agent that is running. */
  const inner: PassThrough = (input, next) =>
    outbound({ ...input, headers: withAgent(input.headers, getAgentName()) }, next);
  const scheduleActivity: PassThrough = (input, next) =>
    inner({ ...input, headers: withSignalRetry(input as unknown as ScheduledActivity, input.headers) }, next);
  const startChild: PassThrough = (input, next) => {
    const { options } = input as unknown as { options: object };
    return inner({ ...input, options: withSearchAttribute(options, searchAttribute, getSession()) }, next);
  };
  // An agent whose code calls it ends there.
  const continueAsNew: PassThrough = (input, next) =>
    runInSession(run.forNextRun(getSession()), () =>
      outbound({ ...input, headers: withAgent(input.headers, run.agent()) }, next),
    );
  return {
    scheduleActivity,
    scheduleLocalActivity: inner,
    startChildWorkflowExecution: startChild,
    signalWorkflow: outbound,
    continueAsNew,
    startNexusOperation: startNexusOperation(propagated),
    getLogAttributes: logAttributes(() => getSession() ?? run.effective({}), logFields),
  };
}
