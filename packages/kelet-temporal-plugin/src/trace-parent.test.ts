import { context, diag, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { batchProcessor } from 'kelet-opentelemetry';
import { registerProvider } from 'kelet-opentelemetry/internal';
import { activityTraceParent, clientTraceParent, nexusTraceParent } from './trace-parent';

const span = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
const TRACEPARENT = `00-${span.traceId}-${span.spanId}-01`;
const header = (carrier: unknown): Headers => ({ '_tracer-data': defaultPayloadConverter.toPayload(carrier) as never });
const carrierOf = (headers: Headers | undefined) =>
  defaultPayloadConverter.fromPayload(headers?.['_tracer-data'] as never);
const same = <T>(value: T): T => value;
const inSpan = <R>(fn: () => R) => context.with(trace.setSpanContext(ROOT_CONTEXT, span), fn);
const here = () => trace.getSpanContext(context.active())?.spanId;

/** As a backend has it that has a form of its own. */
const foreign = {
  inject: (_: unknown, carrier: Record<string, string>) => Object.assign(carrier, { 'x-trace': 'theirs' }),
  extract: same,
  fields: () => ['x-trace', 'traceparent'],
};

// With a context manager, and a propagator of W3C's trace context.
beforeEach(() => registerProvider({ attributes: {} }, batchProcessor()));

afterEach(() => {
  for (const api of [trace, context, propagation, diag]) api.disable();
});

describe('where the propagator of the process knows no traceparent', () => {
  beforeEach(() => {
    propagation.disable();
    propagation.setGlobalPropagator(foreign as never);
  });

  test.each(['start', 'startWithDetails', 'signal', 'signalWithStart', 'query', 'startUpdate'] as const)(
    'that of the active span is added to what %s carries',
    (name) => {
      const input = { headers: header({ 'x-trace': 'theirs' }) };
      const { headers } = inSpan(() => clientTraceParent()[name](input, same)) as { headers: Headers };
      expect(carrierOf(headers)).toEqual({ 'x-trace': 'theirs', traceparent: TRACEPARENT });
      expect(carrierOf(input.headers)).toEqual({ 'x-trace': 'theirs' });
    },
  );

  test('both headers of an update with start have it', () => {
    const input = { workflowStartHeaders: header({}), updateHeaders: header({}) };
    const changed = inSpan(() => clientTraceParent().startUpdateWithStart(input, same)) as typeof input;
    expect(Object.values(changed).map(carrierOf)).toEqual([{ traceparent: TRACEPARENT }, { traceparent: TRACEPARENT }]);
  });

  test('an activity and a Nexus operation run in the trace that their headers name', () => {
    const { execute } = activityTraceParent().inbound;
    expect(execute({ headers: header({ traceparent: TRACEPARENT }) }, here)).toBe(span.spanId);
    const { startOperation } = nexusTraceParent().inbound;
    expect(startOperation({ ctx: { headers: { traceparent: TRACEPARENT } } }, here)).toBe(span.spanId);
  });

  test.each([
    ['no header', {}],
    ['an empty one', header({})],
    ['one that is no object', header('text')],
    ['one that cannot be read', { '_tracer-data': { metadata: {}, data: new Uint8Array([1]) } as never }],
    ['one that names no trace', header({ traceparent: 'nonsense' })],
  ])('%s does no harm', (_, headers) => {
    expect(activityTraceParent().inbound.execute({ headers }, here)).toBeUndefined();
    expect(clientTraceParent().start({ headers }, () => 'went on')).toBe('went on');
  });
});

test('nothing is changed where the propagator knows it', () => {
  const input = { headers: header({ traceparent: TRACEPARENT }) };
  expect(clientTraceParent().start(input, same)).toBe(input);
  expect(activityTraceParent().inbound.execute(input, here)).toBeUndefined();
});

test('a process without a propagator is one that knows none', () => {
  propagation.disable();
  expect(activityTraceParent().inbound.execute({ headers: header({ traceparent: TRACEPARENT }) }, here)).toBe(
    span.spanId,
  );
});
