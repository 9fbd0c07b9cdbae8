import type { Headers } from '@temporalio/common';
import { getSession, type Session } from 'kelet-core';
import { attachHost, redacted } from 'kelet-core/host';
import { runInSession, stampActiveSpan, warnOnce } from 'kelet-core/internal';
import { SESSION_ID_HEADER } from 'kelet-temporal-headers';
import type { InterceptorOptions } from '../options/interceptor-options';
import { checkInterceptorOptions } from '../options/interceptor-rules';
import { agentOf, inAgent } from '../shared/agent-header';
import { withTemporalFailures } from '../shared/application-failure';
import { deriveSession } from '../shared/auto-session';
import { logAttributes } from '../shared/log-attributes';
import { SIGNAL_ACTIVITY } from '../shared/names';
import type { LogAttributes, PassThrough } from '../shared/pass-through';
import { inProjectOf, readSession } from '../shared/read-session';
import { createWaiting } from '../shared/signal-waiting';
import { type ActivityInfo, type RunningActivity, setRunning } from './activity-info';
import { limitSignalsOfActivities } from './time-limit';

export type { InterceptorOptions, SignalDispatchOptions } from '../options/interceptor-options';
export type { AutoSession, AutoSessionInfo } from '../shared/auto-session';
export type { LogAttributes, PassThrough } from '../shared/pass-through';
export type { Propagate } from '../shared/propagate';
export type { ActivityInfo } from './activity-info';

/** The part of Temporal's activity context that Kelet uses. */
export interface ActivityContext {
  readonly info: ActivityInfo;
}

/** What `WorkerOptions.interceptors.activity` takes a list of. */
export type ActivityInterceptorsFactory = (ctx: ActivityContext) => {
  inbound: { execute: PassThrough };
  outbound: { getLogAttributes: LogAttributes };
};

/**
 * Interceptors for activities, local ones too: an activity runs in the session that its headers carry, else
 * in the one that `activityAutoSession` derives, else in none, whatever session the worker was started in. One that
 * runs in none is warned of, once, unless one of the three options was set.
 *
 * A `signal()` in an activity takes at most half of the time that is left of the attempt, and half of the activity's
 * heartbeat time-out, less what earlier ones have waited in vain; then it is given up like any other.
 */
export function createActivityInterceptors(
  options: Pick<InterceptorOptions, 'activityAutoSession' | 'autoSession' | 'autoSessionModule' | 'logFields'> = {},
): ActivityInterceptorsFactory {
  checkInterceptorOptions('createActivityInterceptors()', options);
  attachHost();
  limitSignalsOfActivities();
  const { activityAutoSession, autoSession, autoSessionModule, logFields } = options;
  const unaware = [activityAutoSession, autoSession, autoSessionModule].every((option) => option === undefined);

  function derive({ info }: ActivityContext): Session | undefined {
    // A standalone activity has no workflow, and so no id to derive a session from.
    if (!activityAutoSession || info.workflowExecution === undefined) return undefined;
    const { activityType, taskQueue, workflowType = '', workflowExecution } = info;
    const { workflowId } = workflowExecution;
    return deriveSession(activityAutoSession, { workflowId, workflowType, taskQueue, activityType }, warnOnce);
  }

  function sessionOf(headers: Headers, ctx: ActivityContext): Session | undefined {
    const session = readSession(headers) ?? inProjectOf(headers, derive(ctx));
    if (session === undefined && unaware && !Object.hasOwn(headers, SESSION_ID_HEADER)) warnOfNone(ctx);
    return session;
  }

  return (ctx) => {
    let own: Session | undefined;
    return {
      inbound: {
        execute(input, next) {
          own = sessionOf(input.headers, ctx);
          const running: RunningActivity = {
            info: ctx.info,
            headers: input.headers,
            startedAt: performance.now(),
            waiting: createWaiting(() => performance.now()),
          };
          stampActiveSpan(own);
          return withTemporalFailures(
            () => inAgent(agentOf(input.headers), () => runInSession(own, next, input)),
            setRunning(ctx, running),
          );
        },
      },
      outbound: { getLogAttributes: logAttributes(() => getSession() ?? own, logFields, redacted) },
    };
  };
}

/** Warns of an activity in no session: without a warning, a client that lacks Kelet would look like one that has it. */
function warnOfNone({ info: { activityType, workflowType } }: ActivityContext): void {
  if (activityType === SIGNAL_ACTIVITY) return; // the signal itself may name one
  const of = workflowType === undefined ? '' : ` of the workflow ${workflowType}`;
  warnOnce(
    'activity:no-session',
    `The activity ${activityType}${of} runs in no session, so its spans and signals name none. Start it inside ` +
      "agenticSession(), by a client with KeletPlugin or with Kelet's interceptors. For what something else starts, set " +
      'autoSession, to false where it is to have no session. This is said once.',
  );
}
