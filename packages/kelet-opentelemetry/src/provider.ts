import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { otelApi, warnOnce } from 'kelet-core/internal';
import type { ResourceLike } from './resource-like';
import type { SpanProcessorLike } from './span-processor-like';

/** Which parts of OpenTelemetry are registered in this process, beside the tracer provider. */
interface Registered {
  readonly context?: object;
  readonly propagation?: object;
  readonly diag?: object;
}

const registered = (): Registered => otelApi<Registered>() ?? {};

/** A provider that is not registered: only the caller knows it. */
export function newProvider(resource: ResourceLike, spanProcessor: SpanProcessorLike): BasicTracerProvider {
  return new BasicTracerProvider({ resource: resource as never, spanProcessors: [spanProcessor] });
}

/**
 * Gives a process without a tracer provider one, and a context manager and propagators for trace context and baggage
 * where there is none. Warns of a provider that the program registers later.
 */
export function registerProvider(resource: ResourceLike, spanProcessor: SpanProcessorLike): void {
  listenForLateProvider();
  if (!trace.setGlobalTracerProvider(newProvider(resource, spanProcessor))) {
    warnOnce(
      'telemetry:refused',
      'OpenTelemetry refused the tracer provider that Kelet set up, so that spans are missing: another version of ' +
        '@opentelemetry/api is in use. Install one; `npm ls @opentelemetry/api` shows them.',
    );
  }
  if (registered().context === undefined) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }
  // Without a propagator, Temporal's plugin begins a new trace at every boundary.
  if (registered().propagation === undefined) {
    const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
    propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
  }
}

const LATE = /duplicate registration of API: trace\b/;

/** OpenTelemetry refuses a second provider, and tells only its diag logger, which hardly anyone sets. */
function listenForLateProvider(): void {
  if (registered().diag !== undefined) return;
  const nothing = () => {};
  const error = (message: string) => {
    if (!LATE.test(message)) return;
    warnOnce(
      'telemetry:late-provider',
      'A tracer provider was registered after Kelet had set one up, and OpenTelemetry refused it: what it was to send ' +
        'is not sent. Register it before setupTelemetry(), before the first call of a client with KeletPlugin, and ' +
        'before worker.run(); Kelet joins a provider that is there.',
    );
  };
  const logger = { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
}
