import { randomUUID } from 'node:crypto';
import { makeWorkflowExporter, OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import type { WorkerOptions } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import type { ReceivedSpan, Receiver } from 'kelet-console';
import { batchProcessor, KeletSpanProcessor, setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from '../activities';
import { startReceiver } from '../support/receiver';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import { attributes } from '../workflows/attributes';
import { traced } from '../workflows/traced';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };

const SPANS = [
  'RunActivity:whoIsThis',
  'RunActivity:whoIsThis',
  'RunActivity:whoIsThis',
  'RunWorkflow:traced',
  'RunWorkflow:tracedChild',
  'StartActivity:whoIsThis',
  'StartActivity:whoIsThis',
  'StartActivity:whoIsThis',
  'StartChildWorkflow:tracedChild',
  'StartWorkflow:traced',
  'user-span',
];

let receiver: Receiver;
const telemetry = setupTelemetry({ serviceName: 'e2e' });

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
});

afterAll(() => receiver.close());

async function spansOfOneRun(plugins: object[], options: Partial<WorkerOptions> = {}): Promise<ReceivedSpan[]> {
  const running: Running = await startWorker({
    workflowsPath: require.resolve('../workflows/traced'),
    activities,
    plugins: plugins as never,
    ...options,
  });
  const before = receiver.spans.length;
  const { client, taskQueue } = running;
  await agenticSession(session, () => client.workflow.execute(traced, { workflowId: randomUUID(), taskQueue }));
  await running.stop();
  await telemetry.spanProcessor.forceFlush();
  return receiver.spans.slice(before);
}

const kelet = () => new KeletPlugin({ otelPluginOptions: telemetry });
const otel = () => new OpenTelemetryPlugin(telemetry as never);

test.each([
  ['bundled by Kelet', () => [kelet()]],
  ['registered before Kelet', () => [otel(), kelet()]],
  ['registered after Kelet', () => [kelet(), otel()]],
])('with OpenTelemetry %s, each span is there once, in one trace, with its session', async (_, plugins) => {
  const spans = await spansOfOneRun(plugins());
  expect(spans.map(({ name }) => name).sort()).toEqual(SPANS);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  for (const { name, attributes } of spans) {
    expect({ name, ...attributes }).toMatchObject({
      name,
      'gen_ai.conversation.id': 'conv-42',
      'user.id': 'user-7',
      'metadata.plan': 'pro',
    });
  }
});

test('the same plugin on a connection, a client and a worker doubles nothing', async () => {
  const plugin = kelet();
  const spans = await spansOfOneRun([plugin, plugin]);
  expect(spans.map(({ name }) => name).sort()).toEqual(SPANS);
});

const OF_WORKFLOW_CODE = SPANS.filter((name) => !/^(StartWorkflow|RunActivity)/.test(name));

test('registered by hand, in a module of its own, Temporal’s OpenTelemetry is not there twice, and Kelet has its spans', async () => {
  const theirs: string[] = [];
  const keeps = { onEnd: ({ name }: { readonly name: string }) => theirs.push(name) };
  const spans = await spansOfOneRun([kelet()], {
    interceptors: { workflowModules: [require.resolve('../workflows/by-hand-interceptors')] },
    sinks: { exporter: makeWorkflowExporter(keeps as never, telemetry.resource as never) } as never,
  });
  expect(theirs.sort()).toEqual(OF_WORKFLOW_CODE);
  // The client has Kelet's, and the worker none for its activities: by hand is by hand.
  expect(spans.map(({ name }) => name).sort()).toEqual(SPANS.filter((name) => !name.startsWith('RunActivity')));
});

test("a sink of the user's that is named 'exporter' leaves every span in place", async () => {
  const sinks = { exporter: { rows: { fn() {}, callDuringReplay: false } } };
  const spans = await spansOfOneRun([kelet()], { sinks });
  expect(spans.map(({ name }) => name).sort()).toEqual(SPANS);
});

test('spans of workflow code keep their session, whatever their author has set on them and how much', async () => {
  const { client, taskQueue, stop } = await startWorker({
    workflowsPath: require.resolve('../workflows/attributes'),
    plugins: [kelet()] as never,
  });
  const before = receiver.spans.length;
  await agenticSession(session, () => client.workflow.execute(attributes, { workflowId: randomUUID(), taskQueue }));
  await stop();
  await telemetry.spanProcessor.forceFlush();
  const spans = new Map(receiver.spans.slice(before).map((span) => [span.name, span.attributes]));
  expect([...spans.keys()].sort()).toEqual([
    'RunWorkflow:attributes',
    'StartWorkflow:attributes',
    'at its start',
    'later',
    'many',
  ]);
  for (const [name, { 'gen_ai.conversation.id': id }] of spans) expect([name, id]).toEqual([name, 'conv-42']);
  expect([...spans.values()].some((attributes) => 'kelet.session_id' in attributes)).toBe(false);
  expect(spans.get('many')).toMatchObject({ 'own.1': 1, 'user.id': 'user-7' });
  for (const name of ['at its start', 'later']) expect(spans.get(name)).toMatchObject({ 'user.id': 'author' });
});

// The last one: what redacts in a process, redacts all that reaches Kelet from it.
test('spans of workflow code, which arrive finished, are redacted and have session.id where that is wanted', async () => {
  const redact = () => ({ 'user.id': 'hidden' });
  const spanProcessor = new KeletSpanProcessor(batchProcessor(), { redact, sessionIdAttribute: true });
  const expected = { 'user.id': 'hidden', 'session.id': 'conv-42', 'kelet.project': 'e2e' };
  const before = receiver.spans.length;
  await spansOfOneRun([new KeletPlugin({ otelPluginOptions: { ...telemetry, spanProcessor } })]);
  const spans = receiver.spans.slice(before).filter(({ name }) => /^(RunWorkflow|StartActivity|user-span)/.test(name));
  expect(spans).toHaveLength(6);
  for (const { name, attributes } of spans) {
    expect({ name, ...attributes }).toMatchObject({ name, ...expected });
    expect(attributes).not.toHaveProperty(['metadata.plan']);
  }
});
