import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { agenticSession, configure, flush, getSessionId } from 'kelet-core';
import { createInterceptors } from 'kelet-temporal-interceptors';

/** A client and a worker with the raw interceptors at their defaults; prints what the workflow answers, and what is in its bundle. */
async function main(): Promise<void> {
  const { TEMPORAL_ADDRESS: address = '' } = process.env;
  configure();
  const { client: clientInterceptors, worker: interceptors, workflowModules, sinks, activities } = createInterceptors();
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });
  const client = new Client({ connection, interceptors: clientInterceptors });
  const taskQueue = `old-${randomUUID()}`;
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
    workflowInterceptorModules: workflowModules,
  });
  const worker = await Worker.create({
    connection: workerConnection,
    workflowBundle,
    activities: { ...activities, reply: async () => getSessionId() },
    interceptors,
    sinks,
    taskQueue,
    // Each workflow task replays all that came before it.
    maxCachedWorkflows: 0,
  });
  const start = () => client.workflow.execute('answer', { workflowId: taskQueue, taskQueue });
  const answer = await worker.runUntil(agenticSession({ sessionId: 'conv-42' }, start));
  await flush();
  await workerConnection.close();
  await connection.close();
  console.log(
    JSON.stringify({ answer, forNode: /kelet-core[\\/]dist[\\/]host[\\/]node\.js/.test(workflowBundle.code) }),
  );
}

main();
