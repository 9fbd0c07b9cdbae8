import { createRequire } from 'node:module';
import { join } from 'node:path';
import { agenticSession } from 'kelet-core';
import { runInSession } from 'kelet-core/internal';
import { internalsInterceptor } from './internals';
import { createRunSession } from './run-session';
import { stampSpansAtStart } from './spans-at-start';

interface Provider {
  getTracer(name: string): { startSpan(name: string): { end(): void } };
}

interface Tracer {
  startSpan(name: string, options?: object): { setAttributes(attributes: object): { end(): void }; end(): void };
}

interface Sdk {
  readonly BasicTracerProvider: new (options?: { spanProcessors: unknown[] }) => Provider;
  readonly SimpleSpanProcessor: new (exporter: unknown) => unknown;
  readonly InMemorySpanExporter: new () => { getFinishedSpans(): { attributes: object }[] };
}

interface Api {
  readonly trace: { setGlobalTracerProvider(provider: Provider): boolean; disable(): void };
}

const requireFrom = (folder: string) => createRequire(join(__dirname, '../../..', folder, 'package.json'));
const own = requireFrom('kelet-opentelemetry');
// SDK 1.x is installed with Temporal's plugin for it.
const temporals = createRequire(requireFrom('kelet-temporal-plugin').resolve('@temporalio/interceptors-opentelemetry'));
const { trace } = own('@opentelemetry/api') as Api;
const sdk1 = temporals('@opentelemetry/sdk-trace-base') as Sdk;
const sdk2 = own('@opentelemetry/sdk-trace-base') as Sdk;

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const stamped = { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7', 'metadata.plan': 'pro' };

function register(sdk: Sdk) {
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new sdk.BasicTracerProvider({ spanProcessors: [new sdk.SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  return () => {
    agenticSession(session, () => provider.getTracer('workflow').startSpan('inside').end());
    provider.getTracer('workflow').startSpan('outside').end();
    return exporter.getFinishedSpans().map(({ attributes }) => attributes);
  };
}

afterEach(() => trace.disable());

test('the two SDKs are the ones that are meant', () => {
  expect([sdk1, sdk2].map((sdk) => 'addSpanProcessor' in sdk.BasicTracerProvider.prototype)).toEqual([true, false]);
});

describe.each([
  ['1.x', sdk1],
  ['2.x', sdk2],
])('with SDK %s', (_, sdk) => {
  test('each span carries the session in which it starts, and none outside', () => {
    const attributesOfSpans = register(sdk);
    expect(stampSpansAtStart()).toBe(true);
    expect(attributesOfSpans()).toEqual([stamped, {}]);
  });

  test('what its author sets stays, and the session is said beside it before the span leaves', () => {
    const exporter = new sdk.InMemorySpanExporter();
    const spanProcessors = [new sdk.SimpleSpanProcessor(exporter)];
    const provider = new sdk.BasicTracerProvider({ spanProcessors });
    trace.setGlobalTracerProvider(provider);
    stampSpansAtStart();
    const theirs = { 'gen_ai.conversation.id': 'thread' };
    agenticSession(session, () => {
      const tracer = provider.getTracer('workflow') as unknown as Tracer;
      tracer.startSpan('at its start', { attributes: theirs }).end();
      tracer.startSpan('later').setAttributes(theirs).end();
    });
    const expected = { ...stamped, ...theirs, 'kelet.session_id': 'conv-42' };
    expect(exporter.getFinishedSpans().map(({ attributes }) => attributes)).toEqual([expected, expected]);
  });

  test('each names the project of its session, whatever its author has set', () => {
    const exporter = new sdk.InMemorySpanExporter();
    const provider = new sdk.BasicTracerProvider({ spanProcessors: [new sdk.SimpleSpanProcessor(exporter)] });
    trace.setGlobalTracerProvider(provider);
    stampSpansAtStart();
    const theirs = { 'kelet.project': 'theirs' };
    const tracer = provider.getTracer('workflow') as unknown as Tracer;
    for (const project of ['b', '', undefined]) {
      runInSession({ sessionId: 'conv-42', ...(project !== undefined && { project }) }, () => {
        tracer.startSpan('at its start', { attributes: theirs }).end();
        tracer.startSpan('later').setAttributes(theirs).end();
      });
    }
    const projects = exporter
      .getFinishedSpans()
      .map(({ attributes }) => (attributes as Record<string, unknown>)['kelet.project']);
    expect(projects).toEqual(['b', 'b', '', '', undefined, undefined]);
  });

  test('none does before', () => {
    expect(register(sdk)()).toEqual([{}, {}]);
  });

  test('it is the first activation that sees to it, wherever the provider came from', () => {
    const { activate } = internalsInterceptor(createRunSession());
    const attributesOfSpans = register(sdk);
    activate({ activation: {} }, () => undefined);
    expect(attributesOfSpans()).toEqual([stamped, {}]);
  });

  test('a provider that came after the first activation is seen at the next', () => {
    const { activate } = internalsInterceptor(createRunSession());
    activate({ activation: {} }, () => undefined);
    const attributesOfSpans = register(sdk);
    activate({ activation: {} }, () => undefined);
    expect(attributesOfSpans()).toEqual([stamped, {}]);
  });
});

test('a run tells a provider once', () => {
  let told = 0;
  class Counting extends sdk1.BasicTracerProvider {
    addSpanProcessor(): void {
      told++;
    }
  }
  trace.setGlobalTracerProvider(new Counting());
  const { activate } = internalsInterceptor(createRunSession());
  for (let n = 0; n < 3; n++) activate({ activation: {} }, () => undefined);
  expect(told).toBe(1);
});

test('without OpenTelemetry there is nobody to tell', () => {
  expect(stampSpansAtStart()).toBe(false);
});

test('a provider that cannot be told does no harm', () => {
  const fail = () => {
    throw new Error('closed');
  };
  trace.setGlobalTracerProvider({ getTracer: fail, addSpanProcessor: fail } as never);
  expect(stampSpansAtStart()).toBe(false);
});

test('a provider of an unknown kind stays as it is', () => {
  trace.setGlobalTracerProvider({ getTracer: new sdk2.BasicTracerProvider().getTracer });
  expect(stampSpansAtStart()).toBe(false);
});
