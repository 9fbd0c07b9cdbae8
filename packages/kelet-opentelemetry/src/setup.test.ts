import { setTimeout as sleep } from 'node:timers/promises';
import { context, diag, propagation, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { agenticSession, getTraceId } from 'kelet-core';
import { otelApi, slot } from 'kelet-core/internal';
import { setupTelemetry } from './setup';
import { KeletSpanProcessor } from './span-processor';
import type { SpanProcessorLike } from './span-processor-like';

let exporter: InMemorySpanExporter;
let warnings: string[];
const VARIABLES = ['OTEL_SERVICE_NAME', 'OTEL_RESOURCE_ATTRIBUTES'];
const environment = { ...process.env };

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  for (const name of VARIABLES) delete process.env[name];
});

afterEach(() => {
  delete slot().telemetry;
  for (const api of [trace, context, propagation, diag]) api.disable();
});

afterAll(() => {
  for (const name of VARIABLES) if (environment[name] !== undefined) process.env[name] = environment[name];
});

const setUp = () => setupTelemetry({ serviceName: 'shop', spanProcessor: new SimpleSpanProcessor(exporter) });
const ending = (failing: object) => ({ onStart() {}, onEnd() {}, ...failing }) as unknown as SpanProcessorLike;
const onlySpan = () => exporter.getFinishedSpans()[0] as ReadableSpan;

test('an option that is not known is refused', () => {
  expect(() => setupTelemetry({ serviceNam: 'shop' } as never)).toThrow(
    "setupTelemetry({ … }) has no option 'serviceNam'; there are serviceName,",
  );
});

test.each([
  [{ serviceName: 7 }, 'serviceName must be a text that is not empty, and is the number 7.'],
  [{ redact: {} }, 'redact must be a function, and is of type object.'],
  [{ filter: 'all' }, 'filter must be a function, and is a string of 3 characters.'],
  [{ sessionIdAttribute: 'yes' }, 'sessionIdAttribute must be true or false'],
  [{ tracerProvider: 'global' }, 'tracerProvider must be a tracer provider'],
  [
    { spanProcessor: new InMemorySpanExporter() },
    'takes a span processor, and got of type object, which has no onStart',
  ],
])('%p is refused', (options, message) => {
  expect(() => setupTelemetry(options as never)).toThrow(message);
  expect(slot().telemetry).toBeUndefined();
});

test('a later call with other options warns, and changes nothing', () => {
  const first = setUp();
  setupTelemetry();
  setupTelemetry({ serviceName: 'shop' });
  expect(warnings).toEqual([]);
  expect(setupTelemetry({ serviceName: 'other', redact: () => ({}) })).toBe(first);
  expect(warnings).toEqual([expect.stringContaining('with another serviceName, redact, which has no effect')]);
});

test('a flush and a shutdown that fail warn, and resolve', async () => {
  const fail = () => Promise.reject(new Error('disk full'));
  const { spanProcessor } = setupTelemetry({ spanProcessor: ending({ forceFlush: fail, shutdown: fail }) });
  await expect(spanProcessor.forceFlush()).resolves.toBeUndefined();
  await expect(spanProcessor.shutdown()).resolves.toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining('disk full'), expect.stringContaining('disk full')]);
});

describe('a provider that is registered after setupTelemetry()', () => {
  const late = () => trace.setGlobalTracerProvider(new BasicTracerProvider());
  const warning = expect.stringContaining('A tracer provider was registered after Kelet had set one up');

  test('is refused by OpenTelemetry, which is told with the fix', () => {
    setUp();
    expect(late()).toBe(false);
    expect(warnings).toEqual([warning]);
  });

  test('is told of by the diag logger of the program, where it has one', () => {
    const errors: string[] = [];
    const nothing = () => {};
    diag.setLogger({
      error: (text) => errors.push(text),
      warn: nothing,
      info: nothing,
      debug: nothing,
      verbose: nothing,
    });
    setUp();
    late();
    expect(warnings).toEqual([]);
    expect(errors).toEqual([expect.stringContaining('duplicate registration')]);
  });
});

test('the context manager and the propagator that a process has are left', () => {
  const manager = new AsyncLocalStorageContextManager().enable();
  const propagator = new W3CTraceContextPropagator();
  context.setGlobalContextManager(manager);
  propagation.setGlobalPropagator(propagator);
  setUp();
  expect(otelApi<{ context: unknown; propagation: unknown }>()).toMatchObject({
    context: manager,
    propagation: propagator,
  });
  expect(warnings).toEqual([]);
});

describe('setupTelemetry in a process without OpenTelemetry', () => {
  test('makes spans that carry their session and the name of the process', () => {
    setUp();
    agenticSession({ sessionId: 'conv-42' }, () => trace.getTracer('test').startSpan('work').end());
    expect(onlySpan().attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42' });
    expect(onlySpan().resource.attributes).toMatchObject({ 'service.name': 'shop' });
    expect(warnings).toEqual([]);
  });

  test('keeps a span active across awaits, so that its trace id is known', async () => {
    setUp();
    const traceId = await trace.getTracer('test').startActiveSpan('work', async (span) => {
      await sleep(1);
      span.end();
      return getTraceId();
    });
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).toBe(onlySpan().spanContext().traceId);
    expect(getTraceId()).toBeUndefined();
  });

  test('hands the trace and the baggage on', () => {
    setUp();
    const carrier: Record<string, string> = {};
    trace.getTracer('test').startActiveSpan('work', (span) => {
      const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
      propagation.inject(propagation.setBaggage(context.active(), baggage), carrier);
      span.end();
    });
    const { traceId, spanId } = onlySpan().spanContext();
    expect(carrier).toEqual({ traceparent: `00-${traceId}-${spanId}-01`, baggage: 'tenant=acme' });
  });

  test('returns what stamps and what names, for KeletPlugin', () => {
    const { resource, spanProcessor } = setUp();
    expect(resource.attributes).toMatchObject({ 'service.name': 'shop' });
    expect(spanProcessor).toBeInstanceOf(KeletSpanProcessor);
  });

  test.each([
    [{}, {}, { 'service.name': expect.stringMatching(/^unknown_service:.*node$/) }],
    [{ OTEL_SERVICE_NAME: 'from-env' }, {}, { 'service.name': 'from-env' }],
    [{ OTEL_SERVICE_NAME: 'from-env' }, { serviceName: 'shop' }, { 'service.name': 'shop' }],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=listed,zone=a' }, {}, { 'service.name': 'listed', zone: 'a' }],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=listed' }, { serviceName: 'shop' }, { 'service.name': 'shop' }],
  ])('with %j in the environment and %j, the process is %p', (variables, options, attributes) => {
    Object.assign(process.env, variables);
    const expected = { ...attributes, 'telemetry.sdk.language': 'nodejs' };
    expect(setupTelemetry(options).resource.attributes).toMatchObject(expected);
  });

  test('gives the same when it is called again, and adds nothing twice', () => {
    expect(setUp()).toBe(setUp());
    trace.getTracer('test').startSpan('work').end();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });
});

describe('setupTelemetry in a process that has a tracer provider', () => {
  const other = () => new SimpleSpanProcessor(new InMemorySpanExporter());

  test('joins the global one, and does not replace it', () => {
    const provider = new BasicTracerProvider({ spanProcessors: [other()] });
    trace.setGlobalTracerProvider(provider);
    setUp();
    setupTelemetry();
    agenticSession({ sessionId: 'conv-42' }, () => trace.getTracer('test').startSpan('work').end());
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work']);
    expect(onlySpan().attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42' });
    expect(warnings).toEqual([]);
  });

  test('joins the one that it is given', () => {
    const tracerProvider = new BasicTracerProvider({ spanProcessors: [other()] });
    setupTelemetry({ tracerProvider, spanProcessor: new SimpleSpanProcessor(exporter) });
    tracerProvider.getTracer('test').startSpan('work').end();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work']);
    expect(trace.getTracer('test').startSpan('global').isRecording()).toBe(false);
  });

  test("joins one of the SDK's first major by its own means", () => {
    const added: unknown[] = [];
    const addSpanProcessor = (processor: unknown) => added.push(processor);
    const tracerProvider = { addSpanProcessor, _registeredSpanProcessors: [] };
    const { spanProcessor } = setupTelemetry({ tracerProvider });
    expect(added).toEqual([spanProcessor]);
  });

  test('warns once where it cannot join, with what to add, and returns what works', async () => {
    trace.setGlobalTracerProvider({ getTracer: () => new BasicTracerProvider().getTracer('own') });
    const { spanProcessor, tracer } = setUp();
    expect(warnings).toEqual([expect.stringContaining('add new KeletSpanProcessor() to its span processors')]);
    spanProcessor.onEnd(trace.getTracer('test').startSpan('work'));
    await spanProcessor.forceFlush();
    (tracer as Tracer).startSpan('by its own tracer').end();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work', 'by its own tracer']);
  });
});
