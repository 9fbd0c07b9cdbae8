import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { agenticSession } from 'kelet-core';
import { slot } from 'kelet-core/internal';
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
    onStart() {},
    onEnd() {},
    forceFlush: () => Promise.reject(new Error('full')),
    shutdown: () => Promise.resolve(),
  };
  await expect(new KeletSpanProcessor(failing).forceFlush()).rejects.toThrow('full');
});

describe('never throws into the code that starts and ends spans', () => {
  const fail = () => {
    throw new Error('broken');
  };
  const calls = (inner: object) => ({ onStart() {}, onEnd() {}, ...inner }) as unknown as SpanProcessorLike;
  const flushing = { forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
  let warnings: string[];

  beforeEach(() => {
    warnings = [];
    slot().warned.clear();
    slot().warn = (message) => warnings.push(message);
  });

  test('where the inner processor does, with one warning each', () => {
    const processor = new KeletSpanProcessor(calls({ onStart: fail, onEnd: fail, ...flushing }));
    for (let n = 0; n < 2; n++) {
      processor.onStart({ setAttributes() {} }, undefined);
      processor.onEnd({ attributes: {} });
    }
    expect(warnings).toEqual([expect.stringMatching(/onStart threw "broken"/), expect.stringMatching(/onEnd threw/)]);
  });

  test.each<[string, object]>([
    ['has no attributes', { setAttributes() {} }],
    ['takes no attributes', { attributes: {}, setAttributes: fail }],
    ['cannot be stamped at all', {}],
    ['is frozen', Object.freeze({ attributes: Object.freeze({}), setAttributes() {} })],
    ['has attributes that throw', Object.defineProperty({ setAttributes() {} }, 'attributes', { get: fail })],
    ['has an attribute that throws', { attributes: Object.defineProperty({}, 'a', { get: fail, enumerable: true }) }],
  ])('where a span %s, and hands it on', (_, span) => {
    const seen: unknown[] = [];
    const inner = calls({ onEnd: (ended: unknown) => seen.push(ended), ...flushing });
    const processor = new KeletSpanProcessor(inner, { redact: () => ({}), sessionIdAttribute: true });
    agenticSession(session, () => processor.onStart(span as never, undefined));
    processor.onEnd(span as never);
    expect(seen).toHaveLength(1);
  });
});

test('a span in a session can be changed and copied by the inner processor, as one outside of any', () => {
  const seen: Record<string, unknown>[] = [];
  const scrubbing = {
    onStart() {},
    onEnd(span: { attributes: object }) {
      span.attributes = { scrubbed: true };
      seen.push({ ...span });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const spanProcessors = [new KeletSpanProcessor(scrubbing, { redact: () => ({ 'user.id': 'x' }) })];
  const tracer = new BasicTracerProvider({ spanProcessors }).getTracer('test');
  agenticSession(session, () => tracer.startSpan('inside').end());
  expect(seen).toMatchObject([{ name: 'inside', attributes: { scrubbed: true }, startTime: expect.any(Array) }]);
});

test('what is no span, and an inner processor that throws at once, do no harm', async () => {
  const processor = new KeletSpanProcessor({
    onStart() {},
    onEnd() {},
    forceFlush() {
      throw new Error('at once');
    },
    shutdown: () => Promise.resolve(),
  });
  slot().warn = () => {};
  expect(() => processor.onEnd(undefined as never)).not.toThrow();
  await expect(processor.forceFlush()).rejects.toThrow('at once');
});

test.each([
  [[new InMemorySpanExporter()], 'takes a span processor, and got of type object, which has no onStart()'],
  [[undefined, { redakt() {} }], "has no option 'redakt'; there are sessionIdAttribute, redact, filter"],
  [[undefined, { redact: 'all' }], 'redact must be a function, and is a string of 3 characters'],
])('%p is refused', (given, message) => {
  expect(() => new KeletSpanProcessor(...(given as []))).toThrow(message);
});

describe('what a span keeps', () => {
  const limited = (spanLimits: object) => {
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [new KeletSpanProcessor(new SimpleSpanProcessor(exporter))];
    const tracer = new BasicTracerProvider({ spanProcessors, spanLimits }).getTracer('test');
    return { tracer, attributes: () => exporter.getFinishedSpans()[0]?.attributes };
  };

  test('its whole session, where the length of attributes is limited', () => {
    const { tracer, attributes } = limited({ attributeValueLengthLimit: 3 });
    agenticSession(session, () => tracer.startSpan('work', { attributes: { own: 'abcdef' } }).end());
    expect(attributes()).toEqual({ ...stamped, own: 'abc' });
  });

  test('its session, where it has as many attributes as there may be', () => {
    const { tracer, attributes } = limited({ attributeCountLimit: 2 });
    agenticSession(session, () => tracer.startSpan('work', { attributes: { a: 1, b: 2, c: 3 } }).end());
    expect(attributes()).toEqual({ a: 1, b: 2, 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7' });
  });

  test('what its author has set, at the start and later', () => {
    const { tracer, attributes } = limited({});
    const own = { 'gen_ai.conversation.id': 'thread-1', 'user.id': 'author' };
    agenticSession(session, () =>
      tracer.startSpan('work', { attributes: own }).setAttribute('metadata.plan', 'x').end(),
    );
    expect(attributes()).toEqual({ ...own, 'metadata.plan': 'x' });
  });
});
