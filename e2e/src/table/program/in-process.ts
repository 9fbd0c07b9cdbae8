import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import * as activities from './activities';
import { parts } from './parts';

/** A client and a worker in this process, on a task queue of their own. */
export async function inProcess(address: string, options: Partial<WorkerOptions> = {}) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });
  const client = new Client({ connection, ...parts().client });
  const taskQueue = `in-process-${randomUUID()}`;
  const worker = await Worker.create({
    connection: workerConnection,
    taskQueue,
    workflowsPath: require.resolve('./workflows'),
    activities,
    ...parts().worker,
    ...options,
  });
  const close = async () => {
    await workerConnection.close();
    await connection.close();
  };
  return { client, worker, taskQueue, close };
}
