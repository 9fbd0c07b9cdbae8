import type { Headers } from '@temporalio/common';
import { getSession, type Session } from 'kelet-core';
import { attachHost } from 'kelet-core/host';
import { getAgentName, runInSession, stampActiveSpan, warnOnce } from 'kelet-core/internal';
import { inject, SESSION_ID_HEADER } from 'kelet-temporal-headers';
import { resolveAutoSession } from '../options/auto-session-module';
import type { InterceptorOptions } from '../options/interceptor-options';
import { checkInterceptorOptions } from '../options/interceptor-rules';
import { markPropagate } from '../options/propagate-mark';
import { withAgent } from '../shared/agent-header';
import { type AutoSessionInfo, deriveSession } from '../shared/auto-session';
import type { PassThrough } from '../shared/pass-through';
import { canonicalPropagate, propagatedSession } from '../shared/propagate';
import { inProjectOf, readSession } from '../shared/read-session';
import { explainUnknown, withSearchAttribute } from '../shared/search-attribute';
import { type NexusPassThrough, startNexusOperation } from '../shared/start-nexus-operation';
import { warnDropped } from '../shared/warn-dropped';
import { markSources } from './session-of-workflow';

export type { InterceptorOptions, SignalDispatchOptions } from '../options/interceptor-options';
export type { AutoSession, AutoSessionInfo } from '../shared/auto-session';
export type { PassThrough } from '../shared/pass-through';
export type { Propagate } from '../shared/propagate';
export type { NexusPassThrough } from '../shared/start-nexus-operation';
export type { HistoryClient, HistoryPage } from './session-of-workflow';
export { runInSessionOf, sessionOfWorkflow } from './session-of-workflow';

/** The parts of `ClientOptions.interceptors`; a version of Temporal ignores those that it does not know. */
export interface ClientInterceptors {
  workflow: WorkflowClientInterceptor[];
  schedule: { create: PassThrough }[];
  activity: { start: PassThrough }[];
  nexus: { startOperation: NexusPassThrough }[];
}

/** The headers of an update that starts its workflow. */
export interface UpdateWithStart {
  readonly workflowStartHeaders: Headers;
  readonly updateHeaders: Headers;
}

/** One interceptor for `ClientOptions.interceptors.workflow`, with the hooks of every version of Temporal. */
export interface WorkflowClientInterceptor {
  start: PassThrough;
  startWithDetails: PassThrough;
  signal: PassThrough;
  signalWithStart: PassThrough;
  query: PassThrough;
  startUpdate: PassThrough;
  startUpdateWithStart: <I extends UpdateWithStart, O>(input: I, next: (input: I) => O) => O;
}

/** What Temporal's inputs of starts hold, as far as it matters here. */
interface StartOptions {
  readonly workflowId?: string;
  readonly taskQueue?: string;
}

/**
 * Interceptors for a Temporal client: every call that is made inside a session carries it.
 * Outside of a session a call is passed on unchanged, except that a start derives a session where `autoSession` says so.
 *
 * @throws at once where an option is wrong or `autoSessionModule` cannot be loaded; the interceptors themselves add no failure, but
 * for a start whose `searchAttribute` the namespace does not know: KeletError UNKNOWN_SEARCH_ATTRIBUTE.
 */
export function createClientInterceptors(options: InterceptorOptions = {}): ClientInterceptors {
  checkInterceptorOptions('createClientInterceptors()', options);
  const { searchAttribute, scheduleSession = true } = options;
  const autoSession = resolveAutoSession(options);
  const propagate = canonicalPropagate(options.propagate);
  const propagated = propagatedSession(propagate);
  attachHost();

  const withSession = (session: Session | undefined, headers: Headers) =>
    inject(propagated(session), headers, { onDropped: warnDropped });

  const outbound: PassThrough = (input, next) => {
    const session = getSession();
    stampActiveSpan(session);
    return next({ ...input, headers: withSession(session, input.headers) });
  };

  /** For what runs as a part of the agent that is running. */
  const withAll = (session: Session | undefined, headers: Headers) =>
    withSession(session, withAgent(headers, getAgentName()));

  /** The session of a start: that of the code, else the one that a header names already, else a derived one. */
  function sessionOfStart(headers: Headers, info: AutoSessionInfo): Session | undefined {
    const session = getSession();
    if (session !== undefined || Object.hasOwn(headers, SESSION_ID_HEADER)) return session;
    return inProjectOf(headers, deriveSession(autoSession, info, warnOnce));
  }

  /** Also where an interceptor ahead of this one has named the session, in the headers. */
  function withAttribute<O extends object>(options: O, headers: Headers, session: Session | undefined): O {
    if (searchAttribute === undefined) return options;
    return withSearchAttribute(options, searchAttribute, session ?? readSession(headers));
  }

  const start: PassThrough = (input, next) => {
    const { workflowType, options: given } = input as unknown as { workflowType: string; options: StartOptions };
    const session = sessionOfStart(input.headers, startInfo(workflowType, given));
    return runInSession(session, () => {
      stampActiveSpan(session);
      const changed = {
        headers: withAll(session, input.headers),
        options: withAttribute(given, input.headers, session),
      };
      return explainUnknown(next({ ...input, ...changed }), searchAttribute);
    });
  };

  const startUpdateWithStart: WorkflowClientInterceptor['startUpdateWithStart'] = (input, next) => {
    const { workflowType, workflowStartOptions } = input as unknown as {
      workflowType: string;
      workflowStartOptions: StartOptions;
    };
    const explicit = getSession();
    const session = sessionOfStart(input.workflowStartHeaders, startInfo(workflowType, workflowStartOptions));
    return runInSession(session, () => {
      stampActiveSpan(session);
      const changed = {
        workflowStartHeaders: withAll(session, input.workflowStartHeaders),
        // A run that is there already may have been started in another session than the one that is derived from its id.
        updateHeaders: withSession(explicit, input.updateHeaders),
        workflowStartOptions: withAttribute(workflowStartOptions, input.workflowStartHeaders, session),
      };
      return explainUnknown(next({ ...input, ...changed }), searchAttribute);
    });
  };

  const interceptors: ClientInterceptors = {
    workflow: [
      {
        // Up to Temporal 1.13.0 only `start` is called, from 1.13.1 on only `startWithDetails`.
        start,
        startWithDetails: start,
        signal: outbound,
        signalWithStart: start,
        query: outbound,
        startUpdate: outbound,
        startUpdateWithStart,
      },
    ],
    schedule: [{ create: scheduleSession ? outbound : (input, next) => next(input) }],
    activity: [{ start: outbound }],
    nexus: [
      {
        startOperation: startNexusOperation(propagated),
      },
    ],
  };
  for (const interceptor of interceptors.workflow) markSources(interceptor, { searchAttribute, autoSession });
  return markPropagate(interceptors, propagate);
}

function startInfo(workflowType: string, options: StartOptions | undefined): AutoSessionInfo {
  const { workflowId = '', taskQueue } = options ?? {};
  return { workflowId, workflowType, ...(taskQueue !== undefined && { taskQueue }) };
}
