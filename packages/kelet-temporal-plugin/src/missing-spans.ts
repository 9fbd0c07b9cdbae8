import { tracerProvider, warnOnce } from 'kelet-core/internal';
import { hasOtel } from './has-otel';
import type { KeletPluginOptions, OtelPluginOptions } from './options';

/** Warns, once, where a worker will not make the spans that its user may count on, unless the options turn them off. */
export function warnOfMissingSpans(
  worker: object,
  { includeOtelPlugin, includeTracerProvider = true }: KeletPluginOptions,
  otelPluginOptions: OtelPluginOptions | undefined,
): void {
  if (includeOtelPlugin === false || includeTracerProvider || hasOtel(worker)) return;
  // A worker that lacks these options is refused, and the error says more.
  if (otelPluginOptions === undefined) return;
  if (otelPluginOptions.tracer !== undefined || tracerProvider() !== undefined) return;
  warnOnce(
    'plugin:no-tracer-provider',
    'There is no tracer provider in this process: spans of workflow code are there, but those of client calls and ' +
      'activities are missing. Leave includeTracerProvider on, register a provider of your own, or pass otelPluginOptions: ' +
      '{ …, tracer }.',
  );
}
