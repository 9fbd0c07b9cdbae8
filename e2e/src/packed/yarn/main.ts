import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { agenticSession, configure, getSessionId } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';

/** A client and a worker with all of Kelet at its defaults; prints what the workflow answers. */
async function main(): Promise<void> {
  const { TEMPORAL_ADDRESS: address = '' } = process.env;
  configure();
  const { spanProcessor } = setupTelemetry();
  const plugins = [new KeletPlugin()];
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });
  const client = new Client({ connection, plugins });
  const taskQueue = `yarn-${randomUUID()}`;
  const worker = await Worker.create({
    connection: workerConnection,
    workflowsPath: require.resolve('./workflows'),
    activities: { reply: async () => getSessionId() },
    taskQueue,
    plugins,
  });
  const start = () => client.workflow.execute('answer', { workflowId: taskQueue, taskQueue });
  console.log(JSON.stringify(await worker.runUntil(agenticSession({ sessionId: 'conv-42' }, start))));
  await spanProcessor.forceFlush();
  await workerConnection.close();
  await connection.close();
}

main();
