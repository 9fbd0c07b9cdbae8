import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { otelApi, slot, warnOnce } from 'kelet-core/internal';
import { KeletExporter } from './exporter';
import { KeletSpanProcessor, type SpanProcessorLike } from './span-processor';

export interface TelemetryOptions {
  /** The name of this process on its spans. Default: OTEL_SERVICE_NAME, else 'unknown_service:node'. */
  readonly serviceName?: string;
  /** Where spans go, after they were stamped. Default: in batches to the Kelet API. */
  readonly spanProcessor?: SpanProcessorLike;
}

/** A resource of OpenTelemetry's SDK 1.x or 2.x. */
export interface ResourceLike {
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What `otelPluginOptions` of KeletPlugin takes. */
export interface Telemetry {
  readonly resource: ResourceLike;
  readonly spanProcessor: SpanProcessorLike;
}

/**
 * Sets OpenTelemetry up for a process that has none: registers a tracer provider, whose spans carry their
 * session and go to the Kelet API in batches, a context manager, and propagators for trace context and baggage. Call it once, at the process's start.
 *
 * Where a tracer provider is registered already it stays, with a warning: add
 * `new KeletSpanProcessor(new BatchSpanProcessor(new KeletExporter()))` to that one instead.
 *
 * KeletPlugin takes what this has set up where it is given no `otelPluginOptions`.
 *
 * @returns the resource and the span processor, for `otelPluginOptions`, and to be flushed at the end of a process
 */
export function setupTelemetry(options: TelemetryOptions = {}): Telemetry {
  const serviceName = options.serviceName ?? process.env['OTEL_SERVICE_NAME'] ?? 'unknown_service:node';
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  const spanProcessor = new KeletSpanProcessor(options.spanProcessor ?? new BatchSpanProcessor(new KeletExporter()));
  if (otelApi<{ trace?: unknown }>()?.trace === undefined) {
    trace.setGlobalTracerProvider(new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    // Without a propagator, Temporal's plugin begins a new trace at every boundary.
    propagation.setGlobalPropagator(
      new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    );
  } else {
    warnOnce(
      'telemetry:provider-exists',
      'setupTelemetry() found a tracer provider and left it in place. Add ' +
        'new KeletSpanProcessor(new BatchSpanProcessor(new KeletExporter())) to its span processors.',
    );
  }
  const telemetry = { resource, spanProcessor };
  slot().telemetry = telemetry;
  return telemetry;
}
