import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { agenticSession } from 'kelet-core';
import { KeletSpanProcessor } from './span-processor';
import type { SpanProcessorLike } from './span-processor-like';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const stamped = { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7', 'metadata.plan': 'pro' };

function tracing() {
  const exporter = new InMemorySpanExporter();
  const processor = new KeletSpanProcessor(new SimpleSpanProcessor(exporter));
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  return { tracer, spans: () => exporter.getFinishedSpans(), processor };
}

test('a span carries the session in which it started', () => {
  const { tracer, spans } = tracing();
  agenticSession(session, () => tracer.startSpan('inside', { attributes: { own: 1 } }).end());
  expect(spans().map(({ name, attributes }) => [name, attributes])).toEqual([['inside', { own: 1, ...stamped }]]);
});

test('and keeps it where it ends outside', () => {
  const { tracer, spans } = tracing();
  const span = agenticSession(session, () => tracer.startSpan('long'));
  agenticSession({ sessionId: 'other' }, () => span.end());
  expect(spans()[0]?.attributes).toEqual(stamped);
});

test('each span has the session of its own code', () => {
  const { tracer, spans } = tracing();
  agenticSession(session, () => {
    tracer.startSpan('outer').end();
    agenticSession({ sessionId: 'inner' }, () => tracer.startSpan('inner').end());
  });
  expect(spans().map(({ attributes }) => attributes['gen_ai.conversation.id'])).toEqual(['conv-42', 'inner']);
});

test('outside of a session nothing is added', () => {
  const { tracer, spans } = tracing();
  tracer.startSpan('outside').end();
  expect(spans().map(({ name, attributes }) => [name, attributes])).toEqual([['outside', {}]]);
});

test('everything is handed on, and the inner processor sees a span that is stamped already', async () => {
  const calls: unknown[] = [];
  const inner: SpanProcessorLike = {
    onStart: (span, context) => calls.push(['onStart', { ...span.attributes }, context]),
    onEnd: (span) => calls.push(['onEnd', span]),
    forceFlush: () => Promise.resolve(void calls.push('forceFlush')),
    shutdown: () => Promise.resolve(void calls.push('shutdown')),
  };
  const processor = new KeletSpanProcessor(inner);
  const span = {
    attributes: {},
    setAttributes(attributes: object) {
      Object.assign(this.attributes, attributes);
    },
  };
  agenticSession(session, () => processor.onStart(span, 'context'));
  processor.onEnd(span);
  await processor.forceFlush();
  await processor.shutdown();
  expect(calls).toEqual([['onStart', stamped, 'context'], ['onEnd', span], 'forceFlush', 'shutdown']);
});

test('a failure of the inner processor to flush is not hidden', async () => {
  const failing = {
    ...new SimpleSpanProcessor(new InMemorySpanExporter()),
    forceFlush: () => Promise.reject(new Error('full')),
  };
  await expect(new KeletSpanProcessor(failing as never).forceFlush()).rejects.toThrow('full');
});
