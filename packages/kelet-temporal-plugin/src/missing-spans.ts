import { otelApi, warnOnce } from 'kelet-core/internal';
import type { KeletPluginOptions, OtelPluginOptions } from './options';
import { hasOtel } from './otel-plugin';

/** Warns, once, where a worker will not make the spans that its user may count on. */
export function warnOfMissingSpans(
  worker: object,
  { includeOtelPlugin }: KeletPluginOptions,
  otelPluginOptions: OtelPluginOptions | undefined,
): void {
  if (hasOtel(worker)) return;
  if (includeOtelPlugin === false) {
    warnOnce(
      'plugin:no-otel',
      "includeOtelPlugin is false, and the worker has no OpenTelemetry plugin of Temporal's: there are no spans of " +
        'workflows, activities and client calls, and the trace does not go on from one to the other.',
    );
    return;
  }
  // A worker without them is refused, which says more.
  if (otelPluginOptions === undefined) return;
  if (otelPluginOptions.tracer !== undefined || otelApi<{ trace?: unknown }>()?.trace !== undefined) return;
  warnOnce(
    'plugin:no-tracer-provider',
    'There is no tracer provider in this process: spans of workflow code are there, but those of client calls and ' +
      "activities are missing. Call setupTelemetry() from 'kelet/opentelemetry' (or 'kelet-opentelemetry'), register a " +
      'provider of your own, or pass otelPluginOptions: { …, tracer }.',
  );
}
