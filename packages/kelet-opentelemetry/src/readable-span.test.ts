import { createRequire } from 'node:module';
import { join } from 'node:path';
import { context, type Tracer, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { asSdk2Span } from './readable-span';

interface Sdk1 {
  readonly InMemorySpanExporter: typeof InMemorySpanExporter;
  readonly SimpleSpanProcessor: new (exporter: InMemorySpanExporter) => unknown;
  readonly BasicTracerProvider: new () => {
    addSpanProcessor(processor: unknown): void;
    getTracer(name: string, version?: string): Tracer;
  };
}

// SDK 1.x is installed with Temporal's plugin for it.
const plugin = createRequire(join(__dirname, '../../kelet-temporal-plugin/package.json'));
const sdk1 = createRequire(plugin.resolve('@temporalio/interceptors-opentelemetry'))(
  '@opentelemetry/sdk-trace-base',
) as Sdk1;

function parentAndChild(tracer: Tracer): void {
  const parent = tracer.startSpan('parent');
  tracer.startSpan('child', { attributes: { a: 1 } }, trace.setSpan(context.active(), parent)).end();
  parent.end();
}

function sdk1Spans(): [child: ReadableSpan, parent: ReadableSpan] {
  const exporter = new sdk1.InMemorySpanExporter();
  const provider = new sdk1.BasicTracerProvider();
  provider.addSpanProcessor(new sdk1.SimpleSpanProcessor(exporter));
  parentAndChild(provider.getTracer('library', '1.2.3'));
  return exporter.getFinishedSpans() as [ReadableSpan, ReadableSpan];
}

test('a span of SDK 2 is itself', () => {
  const exporter = new InMemorySpanExporter();
  parentAndChild(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('library'));
  const [child] = exporter.getFinishedSpans() as [ReadableSpan];
  expect(asSdk2Span(child) === child).toBe(true);
});

describe('a span of SDK 1', () => {
  test('has its scope and its parent where SDK 2 has them', () => {
    const [child, parent] = sdk1Spans();
    expect(child.instrumentationScope).toBeUndefined();
    const seen = asSdk2Span(child);
    expect(seen.instrumentationScope).toMatchObject({ name: 'library', version: '1.2.3' });
    expect(seen.parentSpanContext).toEqual({
      traceId: parent.spanContext().traceId,
      spanId: parent.spanContext().spanId,
      traceFlags: 1,
    });
  });

  test('shows everything else as it is', () => {
    const [child] = sdk1Spans();
    const seen = asSdk2Span(child);
    expect(seen.spanContext()).toBe(child.spanContext());
    expect([seen.name, seen.attributes, seen.startTime, seen.ended]).toEqual([
      'child',
      { a: 1 },
      child.startTime,
      true,
    ]);
  });

  test('has no parent where it is the first of its trace', () => {
    const [, parent] = sdk1Spans();
    expect(asSdk2Span(parent).parentSpanContext).toBeUndefined();
  });

  test('has no parent where its parent id is empty', () => {
    const [child] = sdk1Spans();
    const span: ReadableSpan = Object.create(child, { parentSpanId: { value: '' } });
    expect(asSdk2Span(span).parentSpanContext).toBeUndefined();
  });

  test('is not changed', () => {
    const [child] = sdk1Spans();
    asSdk2Span(child);
    expect('instrumentationScope' in child || 'parentSpanContext' in child).toBe(false);
  });
});

test('a span that names no library has a scope without a name', () => {
  const span = { name: 'bare' } as ReadableSpan;
  expect(asSdk2Span(span).instrumentationScope).toEqual({ name: '' });
});
