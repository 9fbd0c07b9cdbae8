import { log, proxySinks, workflowInfo } from '@temporalio/workflow';
import { slot } from 'kelet-core/internal';
import { type AutoSession, deriveSession } from '../auto-session';
import { outgoing, type Propagate } from '../propagate';
import { inboundInterceptor } from './inbound';
import { internalsInterceptor } from './internals';
import { outboundInterceptor } from './outbound';
import { createRun } from './run';
import type { KeletSinks } from './sinks';

/** Those of the options that workflow code needs; all but a function can be written into a bundle. */
export interface WorkflowSettings {
  readonly autoSession?: AutoSession | undefined;
  readonly propagate?: Propagate | undefined;
  readonly searchAttribute?: string | undefined;
}

/** The interceptors of one workflow run. Called by Temporal before any of the run's code is loaded. */
export function createWorkflowInterceptors({ autoSession, propagate, searchAttribute }: WorkflowSettings) {
  slot().warn = (message) => log.warn(message);
  const report: KeletSinks['kelet']['warn'] = (key, message) => proxySinks<KeletSinks>().kelet.warn(key, message);
  const run = createRun(() => {
    if (!autoSession) return undefined;
    const { workflowId, workflowType, taskQueue } = workflowInfo();
    return deriveSession(autoSession, { workflowId, workflowType, taskQueue }, report);
  });
  return {
    inbound: [inboundInterceptor(run)],
    outbound: [outboundInterceptor(run, outgoing(propagate), searchAttribute)],
    internals: [internalsInterceptor(run)],
  };
}
