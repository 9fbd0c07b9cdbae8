import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { checkNames, namesOf, otelApi, slot, warnOnce } from 'kelet-core/internal';
import { batchProcessor, type SpanCounts } from './batch';
import type { StampOptions } from './finished-span';
import { join } from './join';
import { KeletSpanProcessor } from './span-processor';
import type { SpanProcessorLike } from './span-processor-like';

export interface TelemetryOptions extends StampOptions {
  /** The name of this process on its spans. Default: OTEL_SERVICE_NAME, else as in OTEL_RESOURCE_ATTRIBUTES. */
  readonly serviceName?: string;
  /** Where spans go, after they were stamped. Default: in batches to the Kelet API. */
  readonly spanProcessor?: SpanProcessorLike;
  /** A tracer provider that gets the span processor. Default: the global one, if there is one. */
  readonly tracerProvider?: object;
}

/** A resource of OpenTelemetry's SDK 1.x or 2.x. */
export interface ResourceLike {
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What `otelPluginOptions` of KeletPlugin takes. */
export interface Telemetry {
  readonly resource: ResourceLike;
  readonly spanProcessor: SpanProcessorLike;
  /** What became of the spans of this process; with a `spanProcessor` of yours, nothing is counted. */
  spanCounts(): SpanCounts;
}

/**
 * Sets OpenTelemetry up: spans carry their session and go to the Kelet API in batches. Call it once, at the process's
 * start; a later call gives what the first one did.
 *
 * A process without a tracer provider gets one, and a context manager and propagators for trace context and baggage.
 * One that has a provider keeps it: it gets one more span processor, or a warning where that cannot be done.
 *
 * KeletPlugin takes what this has set up where it is given no `otelPluginOptions`.
 *
 * @returns the resource and the span processor, for `otelPluginOptions`, and to be flushed at the end of a process
 * @throws KeletError INVALID_CONFIG where it does not know an option
 */
export function setupTelemetry(options: TelemetryOptions = {}): Telemetry {
  checkNames('setupTelemetry({ … })', options, OPTION_NAMES);
  const current = slot();
  current.telemetry ??= setUp(options);
  return current.telemetry as Telemetry;
}

const OPTION_NAMES = namesOf<TelemetryOptions>({
  serviceName: true,
  spanProcessor: true,
  tracerProvider: true,
  sessionIdAttribute: true,
  redact: true,
});

function setUp(options: TelemetryOptions): Telemetry {
  const resource = resourceOf(options.serviceName);
  const batch = batchProcessor();
  const spanProcessor = new KeletSpanProcessor(options.spanProcessor ?? batch, options);
  const existing = options.tracerProvider ?? otelApi<{ trace?: object }>()?.trace;
  if (existing === undefined) {
    register(new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] }));
  } else if (!join(existing, spanProcessor)) {
    warnOnce(
      'telemetry:provider-exists',
      'setupTelemetry() found a tracer provider that it cannot add to, and left it in place: spans of client calls and ' +
        'activities do not reach Kelet. Add new KeletSpanProcessor() to its span processors.',
    );
  }
  return { resource, spanProcessor, spanCounts: () => batch.counts() };
}

/** As OpenTelemetry's own set-up makes it: its defaults, the environment, and what was said here, the last one wins. */
function resourceOf(serviceName: string | undefined) {
  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
  return serviceName === undefined ? resource : resource.merge(resourceFromAttributes({ 'service.name': serviceName }));
}

function register(provider: BasicTracerProvider): void {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  // Without a propagator, Temporal's plugin begins a new trace at every boundary.
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
}
