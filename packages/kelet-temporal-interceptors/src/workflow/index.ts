/**
 * The module that a worker loads into the workflow sandbox, through `workflowModules` or
 * `workflowInterceptorModules`. Its hooks are plain functions that return what `next` returns: no promise,
 * timer, clock or random number of their own, so that a history recorded without them replays with them,
 * and the reverse.
 *
 * @module
 */
import { log } from '@temporalio/workflow';
import { slot } from 'kelet-core/internal';
import { inboundInterceptor } from './inbound';
import { internalsInterceptor } from './internals';
import { outboundInterceptor } from './outbound';
import { createRun } from './run';

/** Called by Temporal once for each workflow run, before any of the run's code is loaded. */
export function interceptors() {
  slot().warn = (message) => log.warn(message);
  const run = createRun();
  return {
    inbound: [inboundInterceptor(run)],
    outbound: [outboundInterceptor()],
    internals: [internalsInterceptor(run)],
  };
}
