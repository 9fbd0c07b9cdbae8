import { getTraceId } from 'kelet-core';
import { native, newStorage, slot } from 'kelet-core/internal';
import type { WorkflowSettings } from '../options/interceptor-options';
import { deriveSession } from '../shared/auto-session';
import type { KeletSinks } from '../shared/kelet-sinks';
import { propagatedSession } from '../shared/propagate';
import { inboundInterceptor } from './inbound';
import { internalsInterceptor } from './internals';
import { outboundInterceptor } from './outbound';
import { createRunSession } from './run-session';
import { createRunStarted } from './run-started';
import { runTracer } from './run-tracer';
import { leaveStoppedTask, sharedStorage } from './shared-storage';
import { createSignalDispatch } from './signal-dispatch';
import { createSpanIds } from './span-ids';
import { temporal } from './temporal';

/** The interceptors of one workflow run. Called by Temporal before any of the run's code is loaded. */
export function createWorkflowInterceptors(settings: WorkflowSettings) {
  leaveStoppedTask(); // the code of a run is loaded ahead of its first activation
  const { autoSession, logFields, propagate, runStartedSpan, searchAttribute, signalDispatch, signalFailureMode } =
    settings;
  const api = temporal();
  const { log } = api;
  const current = slot(() => sharedStorage ?? newStorage());
  current.warn = (message) => log.warn(message);
  // Made now: workflow code that is loaded later may replace Proxy.
  const { kelet } = api.proxySinks<KeletSinks>();
  const report: KeletSinks['kelet']['warn'] = (key, message) => kelet.warn(key, message);
  const run = createRunSession(() => {
    if (!autoSession) return undefined;
    const { workflowId, workflowType, taskQueue } = api.workflowInfo();
    return deriveSession(autoSession, { workflowId, workflowType, taskQueue }, report);
  });
  const runId = () => api.workflowInfo().runId;
  const ids = createSpanIds(runId);
  current.workflow = {
    ...createSignalDispatch(api, run, signalDispatch, signalFailureMode),
    // A query comes at any time, so that its spans would change the ids of those of the run. Where no span is active, as in
    // handlers that an older Temporal does not trace, those that Temporal begins inside draw an id for their trace, and would
    // draw none in a span of ours.
    tracer: () => (run.readOnly() || getTraceId() === undefined ? undefined : runTracer(ids)),
    openSpans: new native.Set(),
    ...(runStartedSpan && { spanStarted: createRunStarted(runId, run) }),
  };
  return {
    inbound: [inboundInterceptor(run)],
    outbound: [outboundInterceptor(run, propagatedSession(propagate), searchAttribute, logFields)],
    internals: [internalsInterceptor(run)],
  };
}
