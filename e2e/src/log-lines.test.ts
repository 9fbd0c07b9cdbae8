import { randomUUID } from 'node:crypto';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { agenticSession, configure, flushAll } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';
import { installLogger, startWorker } from './support/worker';
import { logging } from './workflows/logging';

const entries: LogEntry[] = [];

installLogger(new DefaultLogger('DEBUG', (entry) => entries.push(entry)));

async function linesOf(
  sessionId: string | undefined,
  plugin = new KeletPlugin({ includeOtelPlugin: false }),
): Promise<LogEntry[]> {
  const running = await startWorker({
    workflowsPath: require.resolve('./workflows/logging'),
    activities,
    plugins: [plugin],
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

test('where OpenTelemetry is in use, each line of code in a span names the span', async () => {
  const receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  setupTelemetry({ serviceName: 'e2e' });
  const lines = await linesOf('conv-42', new KeletPlugin());
  await flushAll();
  await receiver.close();
  const named = receiver.spans.map(({ name, traceId, spanId }) => [
    name,
    { sessionId: 'conv-42', trace_id: traceId, span_id: spanId },
  ]);
  const spansOf = (name: string) => named.flatMap(([of, kelet]) => (of === name ? [kelet] : []));
  const keletOf = (message: string) =>
    lines.filter((line) => line.message === message).map(({ meta }) => meta?.['kelet']);
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spansOf('RunWorkflow:logging')).toHaveLength(2);
  expect(spansOf('RunActivity:writeLog')).toHaveLength(2);
  expect(new Set(keletOf('in the workflow'))).toEqual(new Set(spansOf('RunWorkflow:logging')));
  expect(new Set(keletOf('in the activity'))).toEqual(new Set(spansOf('RunActivity:writeLog')));
});
