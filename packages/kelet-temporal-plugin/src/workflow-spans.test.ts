import { makeWorkflowExporter } from '@temporalio/interceptors-opentelemetry';
import { slot } from 'kelet-core/internal';
import { batchProcessor, KeletSpanProcessor, type SpanProcessorLike } from 'kelet-opentelemetry';
import { hasSpanSink, mergeSinks, type SpanSink, shareWorkflowSpans, workflowSpanSink } from './workflow-spans';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, unknown>;

interface Ended {
  readonly name: string;
  readonly resource: unknown;
  readonly attributes: object;
}

type Recorder = SpanProcessorLike & { readonly ended: Ended[] };

function recorder(): Recorder {
  const ended: Ended[] = [];
  return {
    ended,
    onStart() {},
    onEnd: (span) => ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** One that sends to Kelet, and tells what it gets. */
function toKelet(): KeletSpanProcessor & { readonly ended: Ended[] } {
  const inner = batchProcessor();
  const ended: Ended[] = [];
  inner.onEnd = (span: Ended) => ended.push(span);
  return Object.assign(new KeletSpanProcessor(inner), { ended });
}

const SPAN = {
  name: 'RunWorkflow:chat',
  spanContext: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 },
  parentSpanId: '3'.repeat(16),
  instrumentationLibrary: { name: '@temporalio/interceptor-workflow' },
  attributes: {},
};
const info = { workflowId: 'wf' };
const resource = { attributes: { 'service.name': 'plugin' } };
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

afterEach(() => {
  delete globals[OTEL_API];
  delete slot().telemetry;
});

/** The tracer provider of the process, as OpenTelemetry's SDK 2.x and 1.x have it. */
function provide(spanProcessors: object[], sdk1 = false): void {
  const _resource = { attributes: { 'service.name': 'provider' } };
  globals[OTEL_API] = {
    trace: sdk1
      ? { _registeredSpanProcessors: spanProcessors, resource: _resource }
      : { getDelegate: () => ({ _activeSpanProcessor: { _spanProcessors: spanProcessors }, _resource }) },
  };
}

const names = ({ ended }: { readonly ended: Ended[] }) => ended.map(({ name }) => name);
const ONCE = ['RunWorkflow:chat'];

function send(sinks: object, spans: unknown = [SPAN]): void {
  (sinks as { exporter: SpanSink }).exporter.export.fn(info, spans);
}

describe('the spans of workflow code', () => {
  test('go to the processor that the plugin was given, with its resource and the info of the run', () => {
    const spanProcessor = recorder();
    send(workflowSpanSink(() => ({ resource, spanProcessor })));
    expect(spanProcessor.ended).toMatchObject([{ name: 'RunWorkflow:chat', resource, attributes: info }]);
  });

  test.each([false, true])(
    'and to those of the provider as well, once, where that one sends to Kelet (SDK 1.x: %p)',
    (sdk1) => {
      const [given, other, again] = [toKelet(), recorder(), toKelet()];
      provide([given, other, again, other, new KeletSpanProcessor(other)], sdk1);
      send(workflowSpanSink(() => ({ resource, spanProcessor: given })));
      expect([names(given), names(other), names(again)]).toEqual([ONCE, ONCE, []]);
      expect(given.ended[0]?.resource).toBe(resource);
      expect(other.ended[0]?.resource).toEqual({ attributes: { 'service.name': 'provider' } });
    },
  );

  test("but not to the provider's others, where the plugin was given one of the user's own: that says where they go", () => {
    const [given, other, kelet] = [recorder(), recorder(), toKelet()];
    provide([other, new KeletSpanProcessor(given), kelet]);
    send(workflowSpanSink(() => ({ resource, spanProcessor: given })));
    expect([names(given), names(other), names(kelet)]).toEqual([ONCE, [], ONCE]);
  });

  test('and to what setupTelemetry() has set up', () => {
    const [given, kelet] = [recorder(), toKelet()];
    slot().telemetry = { resource, spanProcessor: kelet };
    send(workflowSpanSink(() => ({ resource, spanProcessor: given })));
    expect([names(given), names(kelet)]).toEqual([ONCE, ONCE]);
  });

  test('say to Kelet by which a run is known, and not what it holds; and to others not what is for Kelet alone', () => {
    const [given, other] = [toKelet(), recorder()];
    provide([other]);
    const span = { ...SPAN, attributes: { own: 1, 'kelet.session_id': 'conv-42' } };
    const run = { runId: 'run', attempt: 1, memo: { secret: 's' }, lastResult: ['s'], unsafe: {} };
    (workflowSpanSink(() => ({ resource, spanProcessor: given })).exporter as SpanSink).export.fn(run, [span]);
    expect(given.ended[0]?.attributes).toMatchObject({ own: 1, runId: 'run', attempt: 1 });
    expect(Object.keys(given.ended[0]?.attributes ?? {})).not.toEqual(expect.arrayContaining(['memo']));
    expect(other.ended[0]?.attributes).toEqual({ own: 1, ...run });
  });

  test('reach the others where one processor throws, with a warning', () => {
    const [given, other] = [toKelet(), recorder()];
    provide([
      Object.assign(recorder(), {
        onEnd() {
          throw new Error('full');
        },
      }),
      other,
    ]);
    send(workflowSpanSink(() => ({ resource, spanProcessor: given })));
    expect([names(given), names(other), warnings]).toEqual([ONCE, ONCE, [expect.stringContaining('full')]]);
  });

  test.each([[[undefined, 42, {}, { name: 'x' }]], [null], ['spans']])('what is none (%j) is passed over', (spans) => {
    const spanProcessor = recorder();
    send(
      workflowSpanSink(() => ({ resource, spanProcessor })),
      spans,
    );
    expect(spanProcessor.ended).toEqual([]);
  });
});

describe('a sink for spans that KeletPlugin did not make', () => {
  const worker = (processor: SpanProcessorLike) => ({
    options: { sinks: { exporter: makeWorkflowExporter(processor as never, resource as never) } },
  });

  test('goes on as it was, and Kelet has the spans, too', () => {
    const [theirs, kelet, other] = [recorder(), toKelet(), recorder()];
    provide([other, kelet]);
    const { options } = worker(theirs);
    shareWorkflowSpans({ options });
    shareWorkflowSpans({ options });
    send(options.sinks, [{ ...structuredClone(SPAN), attributes: { 'kelet.session_id': 'conv-42' } }]);
    expect([names(theirs), names(kelet), names(other)]).toEqual([ONCE, ONCE, []]);
    expect(theirs.ended[0]?.attributes).toEqual(info);
  });

  test('is left as it is where it is no sink of spans', () => {
    const exporter = { export: { fn: () => {} } };
    const options = { sinks: { exporter } };
    for (const made of [undefined, {}, { options: {} }, { options }]) shareWorkflowSpans(made);
    expect(options.sinks.exporter).toBe(exporter);
  });
});

describe("a sink named 'exporter' of the user's", () => {
  const otel = () => {
    const spanProcessor = recorder();
    return { spanProcessor, sinks: workflowSpanSink(() => ({ resource, spanProcessor })) };
  };
  const kelet = { kelet: { warn: { fn: () => {} } } };

  test('with other functions stays beside that of OpenTelemetry', () => {
    const rows = { fn: () => {} };
    const { sinks, spanProcessor } = otel();
    const merged = mergeSinks(sinks, kelet, { exporter: { rows } }) as { exporter: { rows: object } };
    send(merged);
    expect([merged.exporter.rows, names(spanProcessor), warnings]).toEqual([rows, ONCE, []]);
  });

  test("with an 'export' of its own gets its own calls, and not the spans, with a warning", () => {
    const got: unknown[] = [];
    const { sinks, spanProcessor } = otel();
    const own = { export: { fn: (_info: object, row: unknown) => got.push(row), callDuringReplay: true } };
    const merged = mergeSinks(sinks, kelet, { exporter: own }) as { exporter: SpanSink };
    send(merged);
    send(merged, { row: 1 });
    send(merged, [{ row: 2 }]);
    send(merged, []);
    // At replay, for which theirs asks, the spans have gone out before.
    (merged.exporter.export.fn as (info: object, spans: unknown) => void)({ unsafe: { isReplaying: true } }, [SPAN]);
    expect([names(spanProcessor), got]).toEqual([ONCE, [{ row: 1 }, [{ row: 2 }], []]]);
    expect(merged.exporter.export).toHaveProperty('callDuringReplay', true);
    expect(warnings).toEqual([expect.stringContaining("A sink of yours is named 'exporter'")]);
    expect(hasSpanSink(merged as never)).toBe(true);
  });

  test('where OpenTelemetry is left out stays', () => {
    const mine = { warn: { fn: () => {} } };
    expect(mergeSinks(undefined, kelet, { mine })).toEqual({ ...kelet, mine });
  });
});
