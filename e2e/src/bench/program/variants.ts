import type { ClientOptions, WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions, type WorkflowBundle } from '@temporalio/worker';
import { agenticSession, type Session } from 'kelet-core';

/** One way to run the same workflows. */
export interface Variant {
  readonly name: string;
  readonly client: Partial<ClientOptions>;
  readonly worker: Partial<WorkerOptions>;
  /** Modules that are evaluated once for all runs. */
  readonly preloadModules?: string[];
  readonly workflowInterceptorModules?: string[];
  around<R>(fn: () => R): R;
}

export interface VariantOptions {
  /** Which of Temporal's OpenTelemetry packages is installed; none, where there are to be no spans. */
  readonly otel?: 'v1' | 'v2';
  /** Bytes of metadata of the session, more or less. */
  readonly metadataBytes?: number;
}

/** The workflow code of `cost-workflows`, with what this variant adds. */
export function bundleOf({ worker, preloadModules, workflowInterceptorModules }: Variant): Promise<WorkflowBundle> {
  const { plugins = [] } = worker as { plugins?: never[] };
  return bundleWorkflowCode({
    workflowsPath: require.resolve('./cost-workflows'),
    logger: new DefaultLogger('ERROR'),
    plugins,
    ...(preloadModules && { preloadModules }),
    ...(workflowInterceptorModules && { workflowInterceptorModules }),
  });
}

const bare = (name: string): Variant => ({ name, client: {}, worker: {}, around: (fn) => fn() });

export function variants({ otel, metadataBytes = 0 }: VariantOptions): Variant[] {
  const { KeletPlugin } = require('kelet-temporal-plugin') as typeof import('kelet-temporal-plugin');
  const session = {
    sessionId: 'conv-42',
    userId: 'user-7',
    ...(metadataBytes > 0 && { metadata: { text: 'x'.repeat(metadataBytes) } }),
  };
  const withPlugin = (name: string, options: object, plugins: object[] = []): Variant => {
    const all = [...plugins, new KeletPlugin(options)] as never;
    return {
      name,
      client: { plugins: all },
      worker: { plugins: all },
      around: (fn) => agenticSession(session, fn),
    };
  };
  const found = [
    bare('bare'),
    { ...bare('bare, Temporal preloaded'), preloadModules: ['@temporalio/workflow', '@temporalio/common'] },
    headersByHand(session),
    withPlugin('Kelet', { includeOtelPlugin: false }),
  ];
  if (otel === undefined) return found;
  const name = otel === 'v1' ? '@temporalio/interceptors-opentelemetry' : '@temporalio/interceptors-opentelemetry-v2';
  const { OpenTelemetryPlugin } = require(name);
  const { KeletSpanProcessor } = require('kelet-opentelemetry') as typeof import('kelet-opentelemetry');
  const plain = telemetry((processor) => processor);
  const stamped = telemetry((processor) => new KeletSpanProcessor(processor as never));
  const plugins = [new OpenTelemetryPlugin(plain)] as never;
  return [
    ...found,
    { ...bare('OTel'), client: { plugins }, worker: { plugins } },
    withPlugin('OTel with Kelet', { otelVersion: otel, otelPluginOptions: stamped }),
  ];
}

/**
 * The least that carries a session: the same headers on the same calls, and nothing else. What it takes is Temporal's,
 * which encodes, sends, keeps and decodes them, and makes a chain of interceptors for each run.
 */
function headersByHand({ sessionId, userId, metadata }: Session): Variant {
  const headers: Record<string, Payload> = {
    'x-kelet-session-id': defaultPayloadConverter.toPayload(sessionId),
    ...(userId && { 'x-kelet-user-id': defaultPayloadConverter.toPayload(userId) }),
    ...(metadata && { 'x-kelet-metadata': defaultPayloadConverter.toPayload(metadata) }),
  };
  const onStart: WorkflowClientInterceptor = {
    start: (input, next) => next({ ...input, headers: { ...input.headers, ...headers } }),
  };
  return {
    ...bare('headers by hand'),
    client: { interceptors: { workflow: [onStart] } },
    workflowInterceptorModules: [require.resolve('./headers-workflows')],
  };
}

/** A provider of its own for each variant, whose spans go in batches to nowhere. */
function telemetry(wrap: (processor: object) => object): object {
  const { BatchSpanProcessor, BasicTracerProvider } = require('@opentelemetry/sdk-trace-base');
  const resources = require('@opentelemetry/resources');
  const attributes = { 'service.name': 'bench' };
  const resource = resources.resourceFromAttributes?.(attributes) ?? new resources.Resource(attributes);
  const exporter = {
    export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    shutdown: async () => {},
  };
  const spanProcessor = wrap(new BatchSpanProcessor(exporter, { maxQueueSize: 100_000 }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] });
  return { resource, spanProcessor, tracer: provider.getTracer('bench') };
}
