import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure, flushAll } from 'kelet';
import type { ask } from './workflows';

/** `node main.js <module of a page> <workflow id>`: asks each activity of the module in one session, and prints the answers. */
async function main(page: string, workflowId: string): Promise<void> {
  configure();
  const { plugin, ...activities } = require(`./${page}`);
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = process.env['TEMPORAL_ADDRESS'] ?? '';
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  const client = new Client({ connection: clientConnection, plugins: [plugin] });
  const worker = await Worker.create({
    connection,
    taskQueue: workflowId,
    workflowsPath: require.resolve('./workflows'),
    activities,
    plugins: [plugin],
  });
  const args: [string, string[]] = ['Is it raining?', Object.keys(activities)];
  const answers = await worker.runUntil(
    agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, () =>
      client.workflow.execute<typeof ask>('ask', { workflowId, taskQueue: workflowId, args }),
    ),
  );
  await flushAll();
  console.log(JSON.stringify(answers));
  await clientConnection.close();
  await connection.close();
}

const [page = '', workflowId = ''] = process.argv.slice(2);
main(page, workflowId).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
