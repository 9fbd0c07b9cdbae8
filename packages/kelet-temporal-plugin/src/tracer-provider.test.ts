import { context, diag, propagation, trace } from '@opentelemetry/api';
import { agenticSession } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import type { OtelPluginOptions } from './options';
import { beforeEachCall, bringTracerProvider } from './tracer-provider';

interface Ended {
  readonly name: string;
  readonly attributes: object;
  readonly resource: { readonly attributes: object };
  readonly instrumentationLibrary?: { readonly name: string };
}

const ended: Ended[] = [];
let given: OtelPluginOptions;
const isThere = () => trace.getTracer('test').startSpan('probe').isRecording();
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  ended.length = 0;
  given = telemetry();
});

const telemetry = (): OtelPluginOptions => ({
  resource: { attributes: { 'service.name': 'shop' } },
  spanProcessor: {
    onStart() {},
    onEnd: (span) => ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  },
});

afterEach(() => {
  for (const api of [trace, context, propagation, diag]) api.disable();
});

test('a process without a provider gets one over the same resource and processor, which stamps spans', () => {
  bringTracerProvider({}, given);
  agenticSession({ sessionId: 'conv-42' }, () => trace.getTracer('lib').startSpan('work').end());
  expect(ended).toHaveLength(1);
  expect(ended[0]).toMatchObject({ name: 'work', attributes: { 'gen_ai.conversation.id': 'conv-42' } });
  expect(ended[0]?.resource.attributes).toEqual({ 'service.name': 'shop' });
});

test("a processor of SDK 1.x finds what that SDK's spans have", () => {
  bringTracerProvider({}, given);
  trace.getTracer('lib').startActiveSpan('outer', (outer) => {
    trace.getTracer('lib').startSpan('inner').end();
    expect(ended[0]).toMatchObject({
      parentSpanId: outer.spanContext().spanId,
      instrumentationLibrary: { name: 'lib' },
    });
  });
});

test.each<[string, object, OtelPluginOptions | undefined]>([
  ['it is turned off', { includeTracerProvider: false }, telemetry()],
  ['the plugin was given no processor', {}, undefined],
  ['the plugin was given a tracer', {}, { ...telemetry(), tracer: {} }],
])('not where %s', (_, options, otelPluginOptions) => {
  bringTracerProvider(options, otelPluginOptions);
  expect(isThere()).toBe(false);
});

test('one that is there stays, and one that comes later is told of', () => {
  const tracer = { startSpan: () => ({ isRecording: () => 'its own' }) };
  trace.setGlobalTracerProvider({ getTracer: () => tracer } as never);
  bringTracerProvider({}, given);
  expect([isThere(), warnings]).toEqual(['its own', []]);
  trace.disable();
  bringTracerProvider({}, telemetry());
  trace.setGlobalTracerProvider({ getTracer: () => tracer } as never);
  expect(warnings).toEqual([expect.stringContaining('A tracer provider was registered after Kelet had set one up')]);
});

test('it is asked for before each call of a client, and the call goes on as it is', () => {
  let asked = 0;
  const calls = beforeEachCall(() => asked++);
  for (const call of Object.values(calls)) expect(call('input', (input: string) => `${input}!`)).toBe('input!');
  expect(asked).toBe(Object.keys(calls).length);
  expect(Object.keys(calls)).toEqual(expect.arrayContaining(['start', 'startWithDetails', 'signal', 'query']));
});

test('one that OpenTelemetry refuses is told of, and not tried again', () => {
  const api = Symbol.for('opentelemetry.js.api.1');
  const globals = globalThis as unknown as Record<symbol, unknown>;
  globals[api] = { version: '1.0.0' }; // as another copy of the API leaves it
  try {
    for (let n = 0; n < 2; n++) bringTracerProvider({}, given);
    expect(warnings).toEqual([expect.stringContaining('another version of @opentelemetry/api is in use')]);
  } finally {
    delete globals[api];
  }
});
