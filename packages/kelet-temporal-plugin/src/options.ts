import type { ResourceLike, SpanProcessorLike } from 'kelet-opentelemetry';
import type { InterceptorOptions } from 'kelet-temporal-interceptors';

/** What Temporal's OpenTelemetryPlugin takes, by shape, since its types come with optional packages. */
export interface OtelPluginOptions {
  /** What the process is, on each of its workflow spans. */
  readonly resource: ResourceLike;
  /**
   * Receives the finished spans of workflow code, and all other spans where the process has no tracer provider. The
   * processor may be of either major of OpenTelemetry's SDK.
   */
  readonly spanProcessor: SpanProcessorLike;
  /** Makes the spans of clients and activities. Default: the global tracer provider's. */
  readonly tracer?: object | undefined;
}

/** The major of OpenTelemetry's SDK that Temporal's OpenTelemetry plugin is built on. */
export type OtelVersion = 'v1' | 'v2';

/** What `KeletPlugin` takes. */
export interface KeletPluginOptions extends InterceptorOptions {
  /**
   * Bundle Temporal's OpenTelemetry plugin, so that client, workflow and activity spans join into one
   * trace. Skipped where one is registered already. Default: true.
   *
   * With v1 of that plugin, runs that began without it and are still open do not replay where they use
   * `Math.random()` or `uuid4()`, or depend on the order of things that happen at once: v1 draws its span ids from the
   * workflow's random numbers, and adds promises. v2 does neither.
   */
  readonly includeOtelPlugin?: boolean | undefined;
  /**
   * Give a process that has no tracer provider one, over the resource and the span processor of `otelPluginOptions`,
   * with a context manager and propagators where there are none. Without a provider, spans of clients and activities do
   * not exist. The provider comes at the first call of a client and in `worker.run()`, and not where
   * `otelPluginOptions` has a `tracer`. Turn this option off where spans of workflow code are all that you want.
   * Default: true.
   */
  readonly includeTracerProvider?: boolean | undefined;
  /** How long `worker.run()` waits at its end for spans and signals, each, in milliseconds. Default: 10 000. */
  readonly flushTimeoutMs?: number | undefined;
  /**
   * Which of Temporal's OpenTelemetry packages is bundled: 'v1' is `@temporalio/interceptors-opentelemetry`, 'v2' is
   * `@temporalio/interceptors-opentelemetry-v2`. Default: the one that is installed; where both are, v1, with a
   * warning. Do not change the version while runs are open: histories of one do not replay with the other.
   */
  readonly otelVersion?: OtelVersion | undefined;
  /**
   * Where spans go. Default: what `setupTelemetry()` has set up. A worker needs one of the two, unless Temporal's
   * OpenTelemetry plugin is left out.
   */
  readonly otelPluginOptions?: OtelPluginOptions | undefined;
}
