import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';

/** Runs one workflow, says `worked`, stops its worker, says `stopped`, and ends by itself: `node worker.js <address>`. */
async function main(address: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  configure();
  setupTelemetry({ serviceName: 'stopping' });
  const plugin = new KeletPlugin();
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: await Connection.connect({ address }), plugins: [plugin] });
  const taskQueue = `stopping-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: require.resolve('./workflows'),
    plugins: [plugin],
  });
  await worker.runUntil(async () => {
    const run = () => client.workflow.execute('nothing', { taskQueue, workflowId: randomUUID() });
    await agenticSession({ sessionId: 'conv-42' }, run);
    console.log('worked');
  });
  console.log('stopped');
  await client.connection.close();
  await connection.close();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
