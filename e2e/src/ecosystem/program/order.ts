import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from './in-activity';
import { exporter, flush, nodeSdk } from './node-sdk';
import { seen } from './setup';
import type { probe } from './workflows';

/**
 * `node order.js <steps> <workflow id>`: sets all up in this order, a step a letter, then runs one workflow in a session,
 * and prints the spans that the user's own backend has.
 */
async function main(steps: string, workflowId: string): Promise<void> {
  configure();
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = process.env.TEMPORAL_ADDRESS;
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  let plugins: object[] = [];
  let client: Client | undefined;
  let worker: Worker | undefined;
  let own: { forceFlush(): Promise<void> } | undefined;
  const does: Record<string, () => unknown> = {
    S: () => {
      own = setupTelemetry().spanProcessor;
    },
    P: () => nodeSdk().start(),
    K: () => {
      plugins = [new KeletPlugin()];
    },
    C: () => {
      client = new Client({ connection: clientConnection, plugins: plugins as never });
    },
    W: async () => {
      worker = await Worker.create({
        connection,
        taskQueue: workflowId,
        workflowsPath: require.resolve('./workflows'),
        activities: { work: inActivity },
        plugins: plugins as never,
      });
    },
  };
  for (const step of steps) await does[step]?.();
  const start = () => client?.workflow.execute<typeof probe>('probe', { workflowId, taskQueue: workflowId });
  await worker?.runUntil(async () => agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, start));
  await own?.forceFlush();
  await flush();
  console.log(JSON.stringify({ theirs: seen(exporter.getFinishedSpans()) }));
  await clientConnection.close();
  await connection.close();
  process.exit(0);
}

const [steps = '', workflowId = ''] = process.argv.slice(2);
main(steps, workflowId).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
