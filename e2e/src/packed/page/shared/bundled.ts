import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import * as activities from './activities.js';
import { MyWorkflow } from './workflows.js';

/** The same with a bundle that was built before. */
export async function runBundled(address: string, workflowsPath: string) {
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, plugins });
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });
  const client = new Client({ connection, plugins });
  const worker = await Worker.create({
    connection: workerConnection,
    workflowBundle,
    activities,
    taskQueue: 'ai-bundled',
    plugins,
  });
  await worker.runUntil(
    agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, () =>
      client.workflow.execute(MyWorkflow, { args: ['hello'], workflowId: 'wf-1', taskQueue: 'ai-bundled' }),
    ),
  );
  await workerConnection.close();
  await connection.close();
}
