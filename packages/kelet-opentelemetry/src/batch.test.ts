import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { slot } from 'kelet-core/internal';
import { batchProcessor } from './batch';

test('a span that ends after the shutdown is counted as dropped, with one warning', async () => {
  const warnings: string[] = [];
  slot().warn = (message) => warnings.push(message);
  const processor = batchProcessor();
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  const spans = [tracer.startSpan('one'), tracer.startSpan('two')];
  await processor.shutdown();
  for (const span of spans) span.end();
  const { exported, dropped } = processor.counts();
  expect({ exported, ...dropped }).toEqual({ exported: 0, queueFull: 0, failed: 0, notConfigured: 0, shutdown: 2 });
  expect(warnings).toEqual(['[kelet] Spans that end after their processor was shut down are dropped.']);
});
