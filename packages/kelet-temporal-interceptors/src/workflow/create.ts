import type { SignalFailureMode } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import type { SignalDispatchOptions } from '../options/interceptor-options';
import { type AutoSession, deriveSession } from '../shared/auto-session';
import type { KeletSinks } from '../shared/kelet-sinks';
import { type Propagate, propagatedSession } from '../shared/propagate';
import { inboundInterceptor } from './inbound';
import { internalsInterceptor } from './internals';
import { outboundInterceptor } from './outbound';
import { createRunSession } from './run-session';
import { createSignalDispatch } from './signal-dispatch';
import { temporal } from './temporal';

/** Those of the options that workflow code needs; all but a function can be written into a bundle. */
export interface WorkflowSettings {
  readonly autoSession?: AutoSession | undefined;
  readonly propagate?: Propagate | undefined;
  readonly searchAttribute?: string | undefined;
  readonly signalDispatch?: SignalDispatchOptions | undefined;
  /** That of `configure()` on the host, when the module was made. */
  readonly signalFailureMode?: SignalFailureMode | undefined;
}

/** The interceptors of one workflow run. Called by Temporal before any of the run's code is loaded. */
export function createWorkflowInterceptors(settings: WorkflowSettings) {
  const { autoSession, propagate, searchAttribute, signalDispatch, signalFailureMode } = settings;
  const api = temporal();
  const { log } = api;
  slot().warn = (message) => log.warn(message);
  // Made now: workflow code that is loaded later may replace Proxy.
  const { kelet } = api.proxySinks<KeletSinks>();
  const report: KeletSinks['kelet']['warn'] = (key, message) => kelet.warn(key, message);
  const run = createRunSession(() => {
    if (!autoSession) return undefined;
    const { workflowId, workflowType, taskQueue } = api.workflowInfo();
    return deriveSession(autoSession, { workflowId, workflowType, taskQueue }, report);
  });
  slot().workflow = createSignalDispatch(api, run, signalDispatch, signalFailureMode);
  return {
    inbound: [inboundInterceptor(run)],
    outbound: [outboundInterceptor(run, propagatedSession(propagate), searchAttribute)],
    internals: [internalsInterceptor(run)],
  };
}
