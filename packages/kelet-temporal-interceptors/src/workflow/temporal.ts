import type * as workflow from '@temporalio/workflow';

/** The part of `@temporalio/workflow` that Kelet uses. */
export type Temporal = Pick<
  typeof workflow,
  'CancellationScope' | 'log' | 'proxyActivities' | 'proxySinks' | 'workflowInfo'
>;

/**
 * Temporal's workflow API, of the run that asks. No import of this folder names the package: one that is evaluated while
 * modules are preloaded would be shared by all runs of the worker, by our doing.
 */
export function temporal(): Temporal {
  return require('@temporalio/workflow');
}
