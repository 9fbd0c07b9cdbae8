import type { ResourceLike, SpanProcessorLike } from 'kelet-opentelemetry';
import type { InterceptorOptions } from 'kelet-temporal-interceptors';

/** What Temporal's OpenTelemetryPlugin takes, described by shape: its types come with optional packages. */
export interface OtelPluginOptions {
  /** What the process is, on each of its workflow spans. */
  readonly resource: ResourceLike;
  /** Receives the spans of workflow code, finished. */
  readonly spanProcessor: SpanProcessorLike;
  /** Makes the spans of clients and activities. Default: the global tracer provider's. */
  readonly tracer?: object;
}

export interface KeletPluginOptions extends InterceptorOptions {
  /**
   * Bundle Temporal's OpenTelemetry plugin, so that client, workflow and activity spans join into one
   * trace. Skipped where one is registered already. Default: true.
   */
  readonly includeOtelPlugin?: boolean;
  /**
   * Handed to Temporal's OpenTelemetry plugin as they are. Default: what `setupTelemetry()` has set up; a worker needs
   * one of the two, unless that plugin is left out.
   */
  readonly otelPluginOptions?: OtelPluginOptions;
}
