import { slot, tracerProvider } from 'kelet-core/internal';
import type { ResourceLike, SpanProcessorLike } from 'kelet-opentelemetry';
import type { OtelPluginOptions } from './options';
import { telemetryPackage } from './telemetry-package';

/** A span processor, and what the process is for the backend behind it. */
export interface SpanTarget {
  readonly spanProcessor: SpanProcessorLike;
  readonly resource: ResourceLike;
  /** Whether the processor sends its spans to Kelet. */
  readonly toKelet: boolean;
}

/**
 * Where the spans of workflow code go, which no tracer provider of the process ever sees: to the span processor that
 * the plugin was given, and to Kelet, once. Where the plugin's processor sends to Kelet, the spans also go to the other
 * processors of the process's tracer provider, so that its backend has every span of a run, too. Where the user gave a
 * processor of their own, that processor decides where else the spans go.
 *
 * @param given absent where another plugin takes the spans of workflow code, and only Kelet is left to be told
 */
export function spanTargets(given: OtelPluginOptions | undefined): SpanTarget[] {
  const { goesToKelet, innermost, processorsOf, resourceOf } = telemetryPackage();
  const provider = tracerProvider();
  const telemetry = slot().telemetry as OtelPluginOptions | undefined;
  const resource = given?.resource ?? telemetry?.resource ?? resourceOf(provider) ?? { attributes: {} };
  const toAll = given !== undefined && goesToKelet(given.spanProcessor);
  const targets: SpanTarget[] = given === undefined ? [] : [{ ...given, toKelet: toAll }];
  const taken = new Set(targets.map(({ spanProcessor }) => innermost(spanProcessor)));
  let reachesKelet = toAll;
  const offer = (spanProcessor: SpanProcessorLike) => {
    const end = innermost(spanProcessor);
    const toKelet = goesToKelet(spanProcessor);
    if (taken.has(end) || (toKelet ? reachesKelet : !toAll)) return;
    taken.add(end);
    reachesKelet ||= toKelet;
    targets.push({ spanProcessor, toKelet, resource: toKelet ? resource : (resourceOf(provider) ?? resource) });
  };
  if (telemetry !== undefined) offer(telemetry.spanProcessor);
  processorsOf(provider).forEach(offer);
  return targets;
}
