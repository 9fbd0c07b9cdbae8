import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import type { Setup } from './setup';
import type { probe } from './workflows';

/**
 * `node main.js <set-up> <workflow id>`: runs one workflow in a session, client and worker in this process, and prints
 * the spans that the set-up's own backend has.
 */
async function main(name: string, workflowId: string): Promise<void> {
  configure();
  const { setUp }: { setUp(): Setup | Promise<Setup> } = require(`./setups/${name}`);
  const { plugins, call = async () => {}, request, flush, theirs } = await setUp();
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = process.env.TEMPORAL_ADDRESS;
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  const client = new Client({ connection: clientConnection, plugins: plugins as never });
  const worker = await Worker.create({
    connection,
    taskQueue: workflowId,
    workflowsPath: require.resolve('./workflows'),
    activities: { work: call },
    plugins: plugins as never,
  });
  const start = (id: string) =>
    client.workflow.execute<typeof probe>('probe', { workflowId: id, taskQueue: workflowId });
  const inSession = () => agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, () => start(workflowId));
  await worker.runUntil(request === undefined ? inSession() : request(start));
  await flush();
  console.log(JSON.stringify({ theirs: theirs() }));
  await clientConnection.close();
  await connection.close();
  process.exit(0);
}

const [name = '', workflowId = ''] = process.argv.slice(2);
main(name, workflowId).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
