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
const serviceName = process.env['OTEL_SERVICE_NAME'];

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  delete process.env['OTEL_SERVICE_NAME'];
});

afterEach(() => {
  for (const api of [trace, context, propagation]) api.disable();
});

afterAll(() => {
  if (serviceName !== undefined) process.env['OTEL_SERVICE_NAME'] = serviceName;
});

const setUp = () => setupTelemetry({ serviceName: 'shop', spanProcessor: new SimpleSpanProcessor(exporter) });
const onlySpan = () => exporter.getFinishedSpans()[0] as ReadableSpan;

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

  test('takes the name of the process from the environment, else a default', () => {
    expect(setupTelemetry().resource.attributes).toMatchObject({ 'service.name': 'unknown_service:node' });
    process.env['OTEL_SERVICE_NAME'] = 'from-env';
    expect(setupTelemetry().resource.attributes).toMatchObject({ 'service.name': 'from-env' });
    expect(setUp().resource.attributes).toMatchObject({ 'service.name': 'shop' });
  });
});

describe('setupTelemetry in a process that has a tracer provider', () => {
  test('leaves it in place, with one warning that says what to add', () => {
    const other = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(other)] }));
    setUp();
    setUp();
    trace.getTracer('test').startSpan('work').end();
    expect([other.getFinishedSpans().length, exporter.getFinishedSpans().length]).toEqual([1, 0]);
    expect(warnings).toEqual([expect.stringContaining('found a tracer provider and left it in place')]);
    expect(warnings[0]).toContain('new KeletSpanProcessor(new BatchSpanProcessor(new KeletExporter()))');
  });

  test('still returns a processor that works', async () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider());
    const { spanProcessor } = setUp();
    spanProcessor.onEnd(trace.getTracer('test').startSpan('work'));
    await spanProcessor.forceFlush();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work']);
  });
});
