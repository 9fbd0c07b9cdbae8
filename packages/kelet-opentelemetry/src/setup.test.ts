import { setTimeout as sleep } from 'node:timers/promises';
import { context, diag, propagation, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { agenticSession, getTraceId } from 'kelet-core';
import { otelApi, slot } from 'kelet-core/internal';
import { forKelet } from './finished-span';
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
const SPAN_CONTEXT = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
/** What OpenTelemetry says to the diag logger of a program. */
function errorsOfOtel(): string[] {
  const errors: string[] = [];
  const nothing = () => {};
  diag.setLogger({
    error: (text) => errors.push(text),
    warn: nothing,
    info: nothing,
    debug: nothing,
    verbose: nothing,
  });
  return errors;
}

const ending = (failing: object) => ({ onStart() {}, onEnd() {}, ...failing }) as unknown as SpanProcessorLike;
const onlySpan = () => exporter.getFinishedSpans()[0] as ReadableSpan;

test('an option that is not known is refused', () => {
  expect(() => setupTelemetry({ serviceNam: 'shop' } as never)).toThrow(
    "setupTelemetry() has no option 'serviceNam'; there are serviceName,",
  );
});

test.each([
  [{ serviceName: 7 }, 'serviceName must be a string that is not empty, and is the number 7.'],
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
    const errors = errorsOfOtel();
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
  const errors = errorsOfOtel();
  setUp();
  expect(otelApi<{ context: unknown; propagation: unknown }>()).toMatchObject({
    context: manager,
    propagation: propagator,
  });
  expect([warnings, errors]).toEqual([[], []]);
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

  test('gives the resource of that one, unless it is told another name', () => {
    const resource = resourceFromAttributes({ 'service.name': 'theirs' });
    const tracerProvider = new BasicTracerProvider({ resource, spanProcessors: [other()] });
    expect(setupTelemetry({ tracerProvider }).resource).toBe(resource);
    delete slot().telemetry;
    const named = setupTelemetry({ tracerProvider, serviceName: 'shop' }).resource;
    expect(named.attributes).toMatchObject({ 'service.name': 'shop' });
  });

  test("takes the API's own proxy, where nothing is registered, for none", () => {
    setupTelemetry({
      tracerProvider: trace.getTracerProvider(),
      spanProcessor: new SimpleSpanProcessor(exporter),
    });
    trace.getTracer('test').startSpan('work').end();
    expect([exporter.getFinishedSpans().length, warnings]).toEqual([1, []]);
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

  describe('that takes no span processor', () => {
    const other = new InMemorySpanExporter();
    const hidden = () => new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(other)] });
    const foreign = () => {
      const provider = hidden();
      return { getTracer: (name: string, version?: string) => provider.getTracer(name, version) };
    };
    const LEFT = expect.stringContaining('found a tracer provider that takes no span processor, and left it in place');

    test('has its spans, and Kelet has what is said of them, in their session', () => {
      other.reset();
      trace.setGlobalTracerProvider(foreign());
      const { tracer } = setUp();
      expect([tracer, warnings]).toEqual([undefined, [LEFT]]);
      const link = { context: { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 } };
      agenticSession({ sessionId: 'conv-42' }, () =>
        trace.getTracer('lib', '1.0').startActiveSpan('outer', { attributes: { a: 1 } }, (outer) => {
          const inner = trace
            .getTracer('lib', '1.0')
            .startSpan('inner', { kind: SpanKind.CLIENT, startTime: new Date(1000) });
          inner.setAttribute('b', 2).setAttributes({ c: 3 }).addEvent('now', { d: 4 }).addEvent('then', new Date(5000));
          inner
            .addLink(link)
            .addLinks([link])
            .updateName('renamed')
            .setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
          inner.recordException(new TypeError('broken'));
          inner.end(new Date(2000));
          inner.end();
          outer.end();
        }),
      );
      expect(exporter.getFinishedSpans()).toHaveLength(2);
      const [theirs, ours] = [other, exporter].map((spans) =>
        spans.getFinishedSpans().map((span) => ({
          ids: span.spanContext(),
          parent: span.parentSpanContext,
          name: span.name,
          kind: span.kind,
          attributes: span.attributes,
          links: span.links.map(({ context }) => context),
          status: span.status,
          events: span.events.map(({ name, attributes }) => [name, Object.keys(attributes ?? {}).sort()]),
          scope: [span.instrumentationScope.name, span.instrumentationScope.version],
          duration: span.name === 'renamed' ? [span.startTime, span.endTime, span.duration] : [],
        })),
      );
      expect(ours).toEqual(theirs);
      expect(ours?.map(({ attributes }) => attributes)).toEqual([
        { b: 2, c: 3, 'gen_ai.conversation.id': 'conv-42' },
        { a: 1, 'gen_ai.conversation.id': 'conv-42' },
      ]);
    });

    test('is watched also where a tracer is asked for twice, and each of its forms counts once', () => {
      trace.setGlobalTracerProvider(foreign());
      setUp();
      for (let n = 0; n < 2; n++) trace.getTracer('lib').startSpan('one').end();
      trace.getTracer('lib').startActiveSpan('two', (span) => span.end());
      trace.getTracer('lib').startActiveSpan('three', {}, context.active(), (span) => span.end());
      expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['one', 'one', 'two', 'three']);
    });

    test('does its work, whatever is said of a span that cannot be written down', () => {
      const frozen = Object.freeze({ isRecording: () => true, spanContext: () => SPAN_CONTEXT, end() {} });
      trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: () => frozen }) } as never);
      setUp();
      const span = trace.getTracer('lib').startSpan('one', { startTime: 'never' as never });
      expect(span).toBe(frozen);
      span.end();
      expect(warnings).toEqual([LEFT, expect.stringContaining('Kelet may lack a span')]);
    });

    test('works as before, whatever it is asked for', () => {
      const tracers = [{}, { startSpan: 1 }, Object.freeze({ startSpan: () => SPAN })] as never[];
      const SPAN = {};
      trace.setGlobalTracerProvider({ getTracer: () => tracers.shift(), _tracers: new Map([['a', 'text']]) } as never);
      setUp();
      for (const tracer of [...tracers]) expect(trace.getTracerProvider().getTracer('any')).toBe(tracer);
    });

    test.each([null, 'soon', 1n])('takes a time that cannot be read (%p) for that of now', (startTime) => {
      trace.setGlobalTracerProvider({
        getTracer: () => ({
          startSpan: () => ({ isRecording: () => true, spanContext: () => SPAN_CONTEXT, end() {} }),
        }),
      } as never);
      setUp();
      trace
        .getTracer('lib')
        .startSpan('one', { startTime: startTime as never })
        .end();
      expect(onlySpan().startTime[0]).toBeGreaterThan(Date.now() / 1000 - 60);
    });

    test("shows what its spans' author has set, and Kelet has the session all the same", () => {
      const shown: object[] = [];
      const hiding = () => ({
        isRecording: () => true,
        spanContext: () => SPAN_CONTEXT,
        setAttribute() {},
        setAttributes: (attributes: object) => shown.push(attributes),
        end() {},
      });
      trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: hiding }) } as never);
      setUp();
      const attributes = { 'gen_ai.conversation.id': 'theirs', 'user.id': 'author' };
      agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, () => {
        trace.getTracer('lib').startSpan('at its start', { attributes }).end();
        trace.getTracer('lib').startSpan('later').setAttribute('gen_ai.conversation.id', 'theirs');
      });
      expect(shown).toEqual([{}, { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7' }]);
      expect(forKelet(onlySpan()).attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42', 'user.id': 'author' });
    });

    test('and one long span of it is held within the limits that OpenTelemetry has', () => {
      trace.setGlobalTracerProvider(foreign());
      setUp();
      const span = trace.getTracer('lib').startSpan('long');
      for (let n = 0; n < 1000; n++) span.addEvent(`${n}`).setAttribute(`${n}`, n).addLink({ context: SPAN_CONTEXT });
      span.end();
      const { attributes, events, links, droppedEventsCount, droppedAttributesCount, droppedLinksCount } = onlySpan();
      expect([Object.keys(attributes).length, events.length, links.length]).toEqual([128, 128, 128]);
      expect([droppedEventsCount, droppedAttributesCount, droppedLinksCount]).toEqual([872, 872, 872]);
    });

    test('is told of with a tracer for those of Temporal, where its spans are of its own making', () => {
      trace.setGlobalTracerProvider({ ...foreign(), addSpanProcessor() {} } as never);
      const { tracer } = setUp();
      expect(warnings).toEqual([LEFT]);
      (tracer as Tracer).startSpan('by its own tracer').end();
      trace.getTracer('user').startSpan("of the user's").end();
      expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['by its own tracer', "of the user's"]);
    });

    test('and cannot be watched is told of, and Kelet makes spans by a tracer of its own', () => {
      trace.setGlobalTracerProvider(Object.freeze(foreign()));
      const { tracer } = setUp();
      expect(warnings).toEqual([LEFT]);
      (tracer as Tracer).startSpan('by its own tracer').end();
      expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['by its own tracer']);
    });
  });
});
