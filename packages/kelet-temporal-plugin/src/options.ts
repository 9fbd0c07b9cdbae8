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

export type OtelVersion = 'v1' | 'v2';

export interface KeletPluginOptions extends InterceptorOptions {
  /**
   * Bundle Temporal's OpenTelemetry plugin, so that client, workflow and activity spans join into one
   * trace. Skipped where one is registered already. Default: true.
   *
   * With v1 of that plugin, runs that began without it and are still open do not replay where they use
   * `Math.random()` or `uuid4()`, or depend on the order of things that happen at once: it draws its span ids from the
   * workflow's random numbers, and adds promises. v2 does neither.
   */
  readonly includeOtelPlugin?: boolean;
  /**
   * Which of Temporal's OpenTelemetry packages is bundled: 'v1' is `@temporalio/interceptors-opentelemetry`, 'v2' is
   * `@temporalio/interceptors-opentelemetry-v2`. Default: the one that is installed; where both are, v1, with a warning.
   * Do not change it while runs are open: histories of one do not replay with the other.
   */
  readonly otelVersion?: OtelVersion | undefined;
  /**
   * Handed to Temporal's OpenTelemetry plugin as they are. Default: what `setupTelemetry()` has set up; a worker needs
   * one of the two, unless that plugin is left out.
   */
  readonly otelPluginOptions?: OtelPluginOptions;
}
