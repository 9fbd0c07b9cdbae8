import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Connection } from '@temporalio/client';
import { who } from './activities';
import { execute } from './workflows';

// In the SDK's own copy: a service of another copy of nexus-rpc would not be recognised as one.
const requireAsWorker = createRequire(require.resolve('@temporalio/worker'));

/**
 * The Nexus services of the worker, where its version of Temporal has Nexus: one operation that says in which
 * session its handler runs, and one that starts a workflow.
 */
export function nexusServices(): unknown[] {
  let nexus: typeof import('nexus-rpc');
  let temporal: typeof import('@temporalio/nexus');
  try {
    nexus = requireAsWorker('nexus-rpc');
    temporal = requireAsWorker('@temporalio/nexus');
  } catch {
    return [];
  }
  const service = nexus.service('probe', {
    who: nexus.operation<null, string | null>(),
    start: nexus.operation<null, string | null>(),
  });
  const start = new temporal.WorkflowRunOperationHandler<null, string | null>((ctx) =>
    temporal.startWorkflow(ctx, execute, { workflowId: `nexus-${randomUUID()}`, args: [null] }),
  );
  return [nexus.serviceHandler(service, { who: async () => who(), start })];
}

/** An endpoint of the task queue's name, by which workflows reach its services, where there are any. */
export async function createEndpoint(connection: Connection, taskQueue: string): Promise<void> {
  if (nexusServices().length === 0) return;
  await connection.operatorService.createNexusEndpoint({
    spec: { name: taskQueue, target: { worker: { namespace: 'default', taskQueue } } },
  });
}
