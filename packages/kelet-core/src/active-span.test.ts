import { activeSpan, getTraceId, otelApi } from './active-span';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const OTEL_SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const globals = globalThis as unknown as Record<symbol, unknown>;

afterEach(() => {
  delete globals[OTEL_API];
});

function register(values: Map<symbol, unknown>): void {
  globals[OTEL_API] = { version: '1.9.1', context: { active: () => ({ getValue: (key: symbol) => values.get(key) }) } };
}

const span = (traceId: string) => ({ spanContext: () => ({ traceId, spanId: 'b7ad6b7169203331' }) });

test('without OpenTelemetry there is no span and no trace', () => {
  expect([otelApi(), activeSpan(), getTraceId()]).toEqual([undefined, undefined, undefined]);
});

test('an API in which nothing manages context has no span', () => {
  globals[OTEL_API] = { version: '1.9.1' };
  expect([activeSpan(), getTraceId()]).toEqual([undefined, undefined]);
});

test('a context without a span has no trace', () => {
  register(new Map());
  expect([activeSpan(), getTraceId()]).toEqual([undefined, undefined]);
});

test('the active span is found under the key that all copies of the API share', () => {
  const active = span(TRACE_ID);
  register(new Map([[OTEL_SPAN, active]]));
  expect(activeSpan()).toBe(active);
  expect(getTraceId()).toBe(TRACE_ID);
});

test('the trace of a span that records nothing is no trace', () => {
  register(new Map([[OTEL_SPAN, span('0'.repeat(32))]]));
  expect(getTraceId()).toBeUndefined();
});
