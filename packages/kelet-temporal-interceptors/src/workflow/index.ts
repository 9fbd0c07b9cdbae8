/**
 * The module that a worker loads into the workflow sandbox, through `workflowModules` or
 * `workflowInterceptorModules`. Its hooks are plain functions that return what `next` returns: no promise,
 * timer, clock or random number of their own, so that a history recorded without them replays with them,
 * and the reverse.
 *
 * @module
 */
import { defaultExport } from '../shared/auto-session';
import { createWorkflowInterceptors } from './create';

function withoutSettings() {
  return createWorkflowInterceptors({});
}

// The plugin recognises a bundle that has this module in it by the mark; see options/bundled-settings.ts.
withoutSettings.mark = 'kelet-settings:%7B%7D;';

// For the module that worker/workflow-module.ts writes. Temporal looks for no other export than the function.
withoutSettings.withSettings = createWorkflowInterceptors;
withoutSettings.defaultExport = defaultExport;

/** Called by Temporal once for each workflow run, before any of the run's code is loaded. */
export const interceptors: () => ReturnType<typeof createWorkflowInterceptors> = withoutSettings;
