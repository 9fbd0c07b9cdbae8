import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { agenticSession, signal } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { askIn, SESSION } from './run';
import { kelet, type SetUp } from './set-up';

interface Sdk2 {
  readonly BasicTracerProvider: new (options: object) => object;
  readonly BatchSpanProcessor: new (exporter: object) => object;
}

/** OpenTelemetry's SDK 2.x, which comes with kelet-opentelemetry. */
const installed = createRequire(require.resolve('kelet-opentelemetry'));
const sdk2 = (): Sdk2 => installed('@opentelemetry/sdk-trace-base') as Sdk2;

const otel = () => new OpenTelemetryPlugin(setupTelemetry() as never);
const taking = { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} };

/** A call of Temporal's client without the context of its trace. */
const forgetful = {
  name: 'Theirs',
  configureClient(options: { interceptors?: { workflow?: object[] } }) {
    const call = (input: { headers: object }, next: (input: object) => unknown) => {
      const { '_tracer-data': _, ...headers } = input.headers as Record<string, unknown>;
      return next({ ...input, headers });
    };
    const workflow = [...(options.interceptors?.workflow ?? []), { start: call, startWithDetails: call }];
    return { ...options, interceptors: { ...options.interceptors, workflow } };
  },
};

/** Telemetry that is missing, late, or doubled. */
export const TELEMETRY: Readonly<Record<string, SetUp>> = {
  'no telemetry': {
    isAtStart: true,
    telemetry: () => {},
    workerPlugins: () => [new KeletPlugin({ includeOtelPlugin: false })],
  },
  'a tracer provider after Kelet': {
    isAtStart: true,
    telemetry() {
      setupTelemetry({ serviceName: 'app' });
      trace.setGlobalTracerProvider({ getTracer: () => trace.getTracer('theirs') });
    },
  },
  'a tracer provider in the place of the one that Kelet has joined': {
    isAtStart: true,
    telemetry() {
      setupTelemetry({ serviceName: 'app' });
      trace.disable();
      trace.setGlobalTracerProvider(new (sdk2().BasicTracerProvider)({ spanProcessors: [taking] }) as never);
    },
    clientPlugins: () => [new KeletPlugin({ includeOtelPlugin: false })],
    workerPlugins: () => [new KeletPlugin({ includeOtelPlugin: false })],
  },
  'telemetry set up twice': {
    isAtStart: true,
    telemetry() {
      setupTelemetry({ serviceName: 'app' });
      setupTelemetry({ serviceName: 'another' });
    },
  },
  'OpenTelemetry registered twice': {
    clientPlugins: () => [otel(), otel(), kelet()],
    workerPlugins: () => [otel(), otel(), kelet()],
  },
  "a span processor of OpenTelemetry's SDK 2 in a plugin for SDK 1": {
    isAtStart: true,
    workerPlugins() {
      const exporter = {
        export: (_: object, done: (result: object) => void) => done({ code: 0 }),
        shutdown: async () => {},
      };
      const { resource } = setupTelemetry();
      const spanProcessor = new (sdk2().BatchSpanProcessor)(exporter);
      return [new OpenTelemetryPlugin({ resource, spanProcessor } as never), kelet()];
    },
  },
  'a client whose calls lose the context of their trace': { clientPlugins: () => [kelet(), forgetful] },
  'a second exporter to the same address': {
    telemetry() {
      const { OTLPTraceExporter } = installed('@opentelemetry/exporter-trace-otlp-proto') as {
        OTLPTraceExporter: new (options: object) => object;
      };
      const { KELET_API_URL: url, KELET_API_KEY: authorization } = process.env;
      const exporter = new OTLPTraceExporter({ url: `${url}/api/traces`, headers: { authorization } });
      const spanProcessors = [new (sdk2().BatchSpanProcessor)(exporter)];
      trace.setGlobalTracerProvider(new (sdk2().BasicTracerProvider)({ spanProcessors }) as never);
      const { AsyncLocalStorageContextManager } = installed('@opentelemetry/context-async-hooks') as {
        AsyncLocalStorageContextManager: new () => { enable(): never };
      };
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
      setupTelemetry();
      theirs = spanProcessors as never;
    },
    async last() {
      for (const processor of theirs) await processor.forceFlush();
    },
  },
  'a clock that is five seconds ahead': {
    first() {
      const now = Date.now;
      Date.now = () => now() + 5_000;
    },
  },
  'a vote on a session that is written otherwise': {
    async run(tools) {
      const workflowId = await askIn(SESSION, tools);
      await agenticSession({ sessionId: 'Conv-42' }, () => signal({ kind: 'feedback', source: 'human', score: 1 }));
      return workflowId;
    },
  },
};

let theirs: { forceFlush(): Promise<void> }[] = [];
