import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { agenticSession, getTraceId } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { setupTelemetry } from './setup';
import { KeletSpanProcessor } from './span-processor';

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
  for (const api of [trace, context, propagation]) api.disable();
});

afterAll(() => {
  for (const name of VARIABLES) if (environment[name] !== undefined) process.env[name] = environment[name];
});

const setUp = () => setupTelemetry({ serviceName: 'shop', spanProcessor: new SimpleSpanProcessor(exporter) });
const onlySpan = () => exporter.getFinishedSpans()[0] as ReadableSpan;

test('an option that is not known is refused', () => {
  expect(() => setupTelemetry({ serviceNam: 'shop' } as never)).toThrow(
    "setupTelemetry({ … }) has no option 'serviceNam'; there are serviceName,",
  );
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
    setUp();
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
    const tracerProvider = { addSpanProcessor: (processor: unknown) => added.push(processor) };
    const { spanProcessor } = setupTelemetry({ tracerProvider });
    expect(added).toEqual([spanProcessor]);
  });

  test('warns once where it cannot join, with what to add, and returns what works', async () => {
    trace.setGlobalTracerProvider({ getTracer: () => new BasicTracerProvider().getTracer('own') });
    const { spanProcessor } = setUp();
    expect(warnings).toEqual([expect.stringContaining('Add new KeletSpanProcessor() to its span processors')]);
    spanProcessor.onEnd(trace.getTracer('test').startSpan('work'));
    await spanProcessor.forceFlush();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work']);
  });
});
