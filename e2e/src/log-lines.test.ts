import { randomUUID } from 'node:crypto';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { agenticSession, configure, flushAll } from 'kelet';
import { KeletSpanProcessor, setupTelemetry } from 'kelet/opentelemetry';
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

const withFields = () => new KeletPlugin({ includeOtelPlugin: false, logFields: { userId: true, metadata: ['plan'] } });

/** What the lines of a workflow's code and of its activities say. */
async function saidOf(plugin: KeletPlugin) {
  const lines = (await linesOf('conv-42', plugin)).filter(({ meta }) => meta?.['kelet'] !== undefined);
  const of = (pattern: RegExp) => {
    const kelets = lines
      .filter(({ message }) => pattern.test(message))
      .map(({ meta }) => JSON.stringify(meta?.['kelet']));
    return [...new Set(kelets)].map((text) => JSON.parse(text));
  };
  return { workflow: of(/workflow/i), activity: of(/activity/i) };
}

test('by an option, each has the user and metadata', async () => {
  const all = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
  expect(await saidOf(withFields())).toEqual({ workflow: [all], activity: [all] });
});

test('of which redact decides, and which lines of workflow code then have not', async () => {
  new KeletSpanProcessor(undefined, { redact: (attributes) => ({ ...attributes, 'user.id': 'hidden' }) });
  expect(await saidOf(withFields())).toEqual({
    workflow: [{ sessionId: 'conv-42' }],
    activity: [{ sessionId: 'conv-42', userId: 'hidden', metadata: { plan: 'pro' } }],
  });
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
