import { Client, Connection } from '@temporalio/client';
import { agenticSession, configure, flushAll, signal } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';

// A route handler that starts a workflow: everything of Kelet at its defaults.
export const runtime = 'nodejs';

configure();
setupTelemetry({ serviceName: 'next' });
const connection = Connection.lazy({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
const client = new Client({ connection, plugins: [new KeletPlugin()] });

export async function POST(request: Request): Promise<Response> {
  const { workflowId } = (await request.json()) as { workflowId: string };
  await agenticSession({ sessionId: workflowId, userId: 'user-7' }, async () => {
    await client.workflow.start('nobody-runs-it', { workflowId, taskQueue: workflowId });
    await signal({ kind: 'feedback', source: 'human', triggerName: 'thumbs-up' });
  });
  await flushAll({ timeoutMs: 5_000 });
  return Response.json({ workflowId });
}
