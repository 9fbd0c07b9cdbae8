import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { configure, flushAll } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { type BatchProcessor, batchProcessor } from './batch';
import { KeletExporter } from './exporter';

test('a span that ends after the shutdown is counted as dropped, with one warning', async () => {
  const warnings: string[] = [];
  slot().warn = (message) => warnings.push(message);
  const processor = batchProcessor();
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  const spans = [tracer.startSpan('one'), tracer.startSpan('two')];
  await processor.shutdown();
  for (const span of spans) span.end();
  const { sent, dropped } = processor.counts();
  const none = { sent: 0, queueFull: 0, failed: 0, notConfigured: 0, unknownProject: 0, filtered: 0 };
  expect({ sent, ...dropped }).toEqual({ ...none, shutdown: 2 });
  expect(warnings).toEqual(['[kelet] Spans that end after their processor was shut down are dropped.']);
});

test('what is no exporter of Kelet is refused', () => {
  expect(() => batchProcessor({ export() {} } as never)).toThrow('batchProcessor() takes a KeletExporter, and got');
});

test.each(['forceFlush', 'shutdown'] as const)(
  '%s resolves where the API is away, and the loss is counted',
  async (ending) => {
    slot().warn = () => {};
    configure({ apiKey: 'the-key', project: 'shop', apiUrl: 'http://127.0.0.1:1' });
    const processor = batchProcessor(new KeletExporter({ timeoutMs: 100 }));
    new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('lost').end();
    await expect(processor[ending]()).resolves.toBeUndefined();
    expect(processor.counts().dropped.failed).toBe(1);
  },
);

test('a span waits five seconds for others, whatever the environment says for other backends', () => {
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '60000';
  jest.useFakeTimers();
  try {
    const exporter = new KeletExporter();
    const exporting = jest.spyOn(exporter, 'export').mockReturnValue();
    const processor = batchProcessor(exporter);
    new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('work').end();
    jest.advanceTimersByTime(4_999);
    expect(exporting).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(exporting).toHaveBeenCalledTimes(1);
  } finally {
    jest.useRealTimers();
    delete process.env['OTEL_BSP_SCHEDULE_DELAY'];
  }
});

test('flushAll() flushes each batch that is open, and says whether that was in time', async () => {
  slot().spanFlushes?.clear(); // those of other tests
  slot().warn = () => {};
  configure({ apiKey: 'the-key', project: 'shop', apiUrl: 'http://127.0.0.1:1' });
  const processors = [1, 2, 3].map(() => batchProcessor(new KeletExporter({ timeoutMs: 100 })));
  const [first, second, closed] = processors as [BatchProcessor, BatchProcessor, BatchProcessor];
  await closed.shutdown();
  const flushed = processors.map((processor) => jest.spyOn(processor, 'forceFlush'));
  for (const processor of [first, second]) {
    new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('lost').end();
  }
  expect(await flushAll()).toBe(true);
  expect(flushed.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0]);
  expect([first, second].map((processor) => processor.counts().dropped.failed)).toEqual([1, 1]);
  flushed[0]?.mockReturnValue(new Promise(() => {}));
  expect(await flushAll({ timeoutMs: 20 })).toBe(false);
});

test('flushAll() waits for a batch whose shutdown was begun, and takes no harm from one that fails', async () => {
  slot().spanFlushes = new Set([() => Promise.reject(new Error('of another copy'))]);
  const exporter = new KeletExporter();
  let done = () => {};
  jest.spyOn(exporter, 'export').mockImplementation((_, ended) => {
    done = () => ended({ code: 0 });
  });
  const processor = batchProcessor(exporter);
  new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test').startSpan('last').end();
  const stopped = processor.shutdown();
  expect(await flushAll({ timeoutMs: 20 })).toBe(false);
  done();
  expect(await flushAll({ timeoutMs: 20_000 })).toBe(true);
  await stopped;
  expect(slot().spanFlushes?.size).toBe(1);
});
