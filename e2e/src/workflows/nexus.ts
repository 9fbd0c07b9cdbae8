import { createNexusServiceClient, workflowInfo } from '@temporalio/workflow';

/** Calls the operation of this task queue's endpoint. */
export async function callNexus(): Promise<unknown> {
  const service = { name: 'probe', operations: { session: { name: 'session' } } };
  const client = createNexusServiceClient({ endpoint: workflowInfo().taskQueue, service: service as never });
  return client.executeOperation('session' as never, null as never);
}
