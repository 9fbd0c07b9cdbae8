import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { BasicTracerProvider, BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { agenticSession, type ConfigureOptions, configure } from 'kelet-core';
import { runInSession, slot, stampSpan } from 'kelet-core/internal';
import { batchProcessor } from './batch';
import { KeletExporter } from './exporter';
import { flushed } from './join';
import { KeletSpanProcessor } from './span-processor';
import { finishedWorkflowSpan } from './workflow-span';

interface Taken {
  readonly project: unknown;
  readonly key: unknown;
  readonly text: string;
}

let taken: Taken[];
let refused: string;
let warnings: string[];
let apiUrl: string;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { authorization: key, 'x-kelet-project': project } = request.headers;
  if (key !== refused) taken.push({ project, key, text: gunzipSync(Buffer.concat(chunks)).toString('latin1') });
  response.writeHead(key === refused ? 401 : 200).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const projects = { b: { apiKey: 'key-b' }, c: {} };

const set = (options?: ConfigureOptions) => configure({ apiKey: 'key', project: 'own', projects, apiUrl, ...options });

beforeEach(() => {
  [taken, warnings, refused] = [[], [], ''];
  slot().warned.clear();
  delete slot().spans;
  slot().warn = (message) => warnings.push(message);
  set();
});

const NAMES = ['of-own', 'of-b', 'of-c', 'of-unknown', 'of-unreadable', 'of-none'];

/** Which of the spans above went to which project, and with which key. */
const received = () =>
  Object.fromEntries(
    taken.map(({ project, key, text }) => [`${project} ${key}`, NAMES.filter((name) => text.includes(name))]),
  );

/** Spans of each kind of session, in one batch. */
async function sendAll(processor = batchProcessor()) {
  const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
  const span = (name: string) => tracer.startSpan(name).end();
  agenticSession({ sessionId: 'conv-1' }, () => span('of-own'));
  agenticSession({ sessionId: 'conv-1', project: 'b' }, () => span('of-b'));
  agenticSession({ sessionId: 'conv-1', project: 'c' }, () => span('of-c'));
  agenticSession({ sessionId: 'conv-1', project: 'unknown' }, () => span('of-unknown'));
  runInSession({ sessionId: 'conv-1', project: '' }, () => span('of-unreadable'));
  span('of-none');
  await processor.forceFlush();
  return processor;
}

test('a span goes to the project of its session, with the key of that project, and to no other', async () => {
  const { sent, dropped } = (await sendAll()).counts();
  expect(received()).toEqual({ 'own key': ['of-own', 'of-none'], 'b key-b': ['of-b'], 'c key': ['of-c'] });
  expect([sent, dropped.unknownProject]).toEqual([4, 2]);
  expect(warnings).toEqual([expect.stringContaining('configure({ projects }) does not list')]);
});

test('a span names the project that it goes to', async () => {
  await sendAll();
  for (const { project, text } of taken) {
    const named = ['own', 'b', 'c'].filter((name) => text.includes(`kelet.project\x12${field(name)}`));
    expect(named).toEqual([project]);
  }
});

/** A text as a value of an attribute, as protobuf has it. */
const field = (text: string) => `${String.fromCharCode(text.length + 2)}\n${String.fromCharCode(text.length)}${text}`;

test('a project whose key is refused loses its spans, and no other does', async () => {
  refused = 'key-b';
  const { sent, dropped } = (await sendAll()).counts();
  expect(received()).toEqual({ 'own key': ['of-own', 'of-none'], 'c key': ['of-c'] });
  expect([sent, dropped.failed, dropped.unknownProject]).toEqual([3, 1, 2]);
});

test('without projects, each session goes to its own with the key of the process, but for one that is unreadable', async () => {
  set({ projects: undefined });
  const { dropped } = (await sendAll()).counts();
  expect(received()).toEqual({
    'own key': ['of-own', 'of-none'],
    'b key': ['of-b'],
    'c key': ['of-c'],
    'unknown key': ['of-unknown'],
  });
  expect(dropped.unknownProject).toBe(1);
});

test('without a project of the process, what names none is dropped as not configured', async () => {
  set({ project: undefined });
  const { dropped } = (await sendAll()).counts();
  expect(received()).toEqual({ 'b key-b': ['of-b'], 'c key': ['of-c'] });
  expect([dropped.notConfigured, dropped.unknownProject]).toEqual([2, 2]);
});

describe('what the author of a span sets', () => {
  const author = { attributes: { 'kelet.project': 'c' } };

  async function sendOne(project: string | undefined) {
    const processor = batchProcessor();
    const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
    agenticSession({ sessionId: 'conv-1', project }, () => {
      const span = tracer.startSpan('of-b', author);
      span.setAttributes(author.attributes);
      span.end();
    });
    await processor.forceFlush();
  }

  test.each([
    ['b', 'b key-b'],
    [undefined, 'own key'],
  ])('does not move a span of the project %s to another one', async (project, where) => {
    await sendOne(project);
    expect(received()).toEqual({ [where]: ['of-b'] });
    expect(taken[0]?.text).not.toContain(`kelet.project\x12${field('c')}`);
  });
});

/** The span as it leaves the sandbox: without what it was made by. */
function left(span: ReadableSpan): object {
  const { name, kind, attributes, links, events, status, startTime, endTime, instrumentationScope } = span;
  const counts = { droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };
  const own = { name, kind, attributes, links, events, status, startTime, endTime, instrumentationScope, ...counts };
  return finishedWorkflowSpan({ ...own, spanContext: span.spanContext() } as never, {}, span.resource);
}

test('a span that was made here says nothing of its project by its attributes, which may come from anywhere', async () => {
  const processor = batchProcessor();
  const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
  tracer.startSpan('of-none', { attributes: { 'kelet.project': 'b', 'kelet.session_id': 'conv-7' } }).end();
  await processor.forceFlush();
  expect(received()).toEqual({ 'own key': ['of-none'] });
  expect(taken[0]?.text).not.toContain('conversation');
});

test('a span stays with the project in which it was stamped first', async () => {
  const processor = batchProcessor();
  const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
  const span = agenticSession({ sessionId: 'conv-1', project: 'b' }, () => tracer.startSpan('of-b'));
  stampSpan(span as never, { sessionId: 'conv-1', project: 'c' });
  stampSpan(span as never, { sessionId: 'conv-1' });
  span.end();
  await processor.forceFlush();
  expect(received()).toEqual({ 'b key-b': ['of-b'] });
});

test('an API that hangs holds up the spans of its own project alone', async () => {
  const hanging = createServer();
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const { port } = hanging.address() as AddressInfo;
  set({ projects: { b: { apiUrl: `http://127.0.0.1:${port}` }, c: {} } });
  const processor = batchProcessor(new KeletExporter({ timeoutMs: 10_000 }));
  const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
  for (const [project, name, count] of [
    ['b', 'of-b', 512],
    ['c', 'of-c', 1024],
  ] as const)
    for (let n = 0; n < count; n++)
      agenticSession({ sessionId: 'conv-1', project }, () => tracer.startSpan(name).end());
  tracer.startSpan('of-none').end();
  while (taken.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(processor.counts().dropped.failed).toBe(0); // those of the other still wait
  await processor.forceFlush();
  const { sent, dropped } = processor.counts();
  expect([sent, dropped.failed]).toEqual([1025, 512]);
  hanging.closeAllConnections();
  await new Promise((resolve) => hanging.close(resolve));
}, 30_000);

test.each([
  ['takes its time', 200],
  ['refuses spans', 401],
])("a processor of OpenTelemetry's that is flushed waits for an API that %s", async (_, status) => {
  const slow = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.writeHead(status).end(), 800);
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  set({ apiUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
  const exporter = new KeletExporter();
  const processor = new BatchSpanProcessor(exporter);
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  tracer.startSpan('of-none').end();
  await flushed(processor as never);
  const { sent, dropped } = exporter.counts();
  expect([sent, dropped.failed]).toEqual(status === 200 ? [1, 0] : [0, 1]);
  slow.closeAllConnections();
  await new Promise((resolve) => slow.close(resolve));
});

describe('a span of workflow code, which comes finished', () => {
  async function sendFinished(project: unknown, exporter = new KeletExporter()) {
    const spans: ReadableSpan[] = [];
    const keep = { onStart() {}, onEnd: (span: ReadableSpan) => spans.push(span), forceFlush: done, shutdown: done };
    const attributes = {
      'gen_ai.conversation.id': 'conv-1',
      ...(project !== undefined && { 'kelet.project': project }),
    };
    new BasicTracerProvider({ spanProcessors: [keep as never] })
      .getTracer('test')
      .startSpan('of-b', { attributes: attributes as never })
      .end();
    await new Promise<unknown>((resolve) => exporter.export(spans.map(left), resolve));
    return exporter;
  }
  const done = () => Promise.resolve();

  test('goes to the project that its attribute names', async () => {
    await sendFinished('b');
    await sendFinished(undefined);
    expect(received()).toEqual({ 'b key-b': ['of-b'], 'own key': ['of-b'] });
  });

  test.each([[''], [7], [true], [['b']], ['d'], ['__proto__']])('goes nowhere where that is %j', async (project) => {
    const { dropped } = (await sendFinished(project)).counts();
    expect([taken, dropped.unknownProject]).toEqual([[], 1]);
  });

  test('names one of any number of projects, of which an exporter keeps a few', async () => {
    set({ projects: undefined });
    const exporter = new KeletExporter();
    for (let index = 0; index < 120; index++) await sendFinished(`p${index}`, exporter);
    expect(new Set(taken.map(({ project }) => project)).size).toBe(120);
    expect((exporter as unknown as { exporters: Map<string, object> }).exporters.size).toBe(100);
    await exporter.shutdown();
  });
});

test('a span that ended before configure() was called again goes to where its project went then', async () => {
  const processor = batchProcessor();
  const tracer = new BasicTracerProvider({ spanProcessors: [new KeletSpanProcessor(processor)] }).getTracer('test');
  agenticSession({ sessionId: 'conv-1', project: 'b' }, () => tracer.startSpan('of-b').end());
  set({ projects: { b: { apiKey: 'later' } } });
  await processor.forceFlush();
  expect(received()).toEqual({ 'b key-b': ['of-b'] });
});

test('a link of a finished span keeps what leaves the sandbox: of its trace state, no methods', () => {
  const context = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
  const span = {
    name: 'of-b',
    spanContext: context,
    attributes: {},
    links: [{ context: { ...context, traceState: { _internalState: new Map() } }, attributes: { to: 'a' } }],
  };
  expect(finishedWorkflowSpan(span, {}, { attributes: {} })).toMatchObject({
    links: [{ context, attributes: { to: 'a' } }],
  });
  expect(JSON.stringify(finishedWorkflowSpan(span, {}, { attributes: {} }))).not.toContain('traceState');
});
