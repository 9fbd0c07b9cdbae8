/**
 * The module that a worker loads into the workflow sandbox, through `workflowModules` or
 * `workflowInterceptorModules`. Its hooks are plain functions that return what `next` returns: no promise,
 * timer, clock or random number of their own, so that a history recorded without them replays with them,
 * and the reverse.
 *
 * @module
 */
import { createWorkflowInterceptors } from './create';

/** Called by Temporal once for each workflow run, before any of the run's code is loaded. */
export function interceptors() {
  return createWorkflowInterceptors({});
}

// By this the plugin recognises a bundle that has this module in it; see workflow-module.ts.
interceptors.mark = 'kelet-settings:%7B%7D;';
