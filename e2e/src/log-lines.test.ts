import { randomUUID } from 'node:crypto';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { installLogger, startWorker } from './support/worker';
import { logging } from './workflows/logging';

const entries: LogEntry[] = [];

installLogger(new DefaultLogger('DEBUG', (entry) => entries.push(entry)));

async function linesOf(sessionId: string | undefined): Promise<LogEntry[]> {
  const running = await startWorker({
    workflowsPath: require.resolve('./workflows/logging'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  const { client, taskQueue } = running;
  const workflowId = randomUUID();
  const run = () => client.workflow.execute(logging, { workflowId, taskQueue, args: [true] });
  const session = { sessionId: sessionId ?? '', userId: 'user-7', metadata: { plan: 'pro' } };
  await (sessionId === undefined ? run() : agenticSession(session, run));
  await running.stop();
  return entries.splice(0).filter(({ meta }) => String(meta?.['workflowId']).startsWith(workflowId));
}

test("each line of a session says its id, and nothing of Temporal's own is replaced", async () => {
  const lines = await linesOf('conv-42');
  const inSession = lines.filter(({ meta }) => meta?.['kelet'] !== undefined);
  expect(inSession.map(({ message }) => message).sort()).toEqual([
    'Activity completed',
    'Activity completed',
    'Workflow completed',
    'Workflow completed',
    'Workflow started',
    'Workflow started',
    'in the activity',
    'in the activity',
    'in the workflow',
    'in the workflow',
  ]);
  for (const { meta } of inSession) expect(meta?.['kelet']).toEqual({ sessionId: 'conv-42' });
});

test('outside of a session no line says anything', async () => {
  const lines = await linesOf(undefined);
  expect(lines.map(({ message }) => message)).toContain('in the activity');
  expect(lines.filter(({ meta }) => meta !== undefined && 'kelet' in meta)).toEqual([]);
});
