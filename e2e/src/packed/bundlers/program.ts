import { Client, type ClientOptions, Connection } from '@temporalio/client';
import { agenticSession, configure, flush, signal } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';

/** What a server does that starts workflows: everything of Kelet at its defaults. */
export async function run(options: ClientOptions = {}): Promise<void> {
  const { KELET_TEST_WORKFLOW_ID: workflowId = '', TEMPORAL_ADDRESS: address = '' } = process.env;
  configure();
  const { spanProcessor } = setupTelemetry({ serviceName: 'bundled' });
  const connection = await Connection.connect({ address });
  const client = new Client({ ...options, connection, plugins: [new KeletPlugin()] });
  await agenticSession({ sessionId: workflowId, userId: 'user-7' }, async () => {
    await client.workflow.start('nobody-runs-it', { workflowId, taskQueue: workflowId });
    await signal({ kind: 'feedback', source: 'human', triggerName: 'thumbs-up' });
  });
  await flush();
  await spanProcessor.forceFlush();
  await connection.close();
}
