import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  checkOptions,
  messageOf,
  type OptionRules,
  quote,
  slot,
  tracerProvider,
  warnEachMinute,
  warnOnce,
} from 'kelet-core/internal';
import { batchProcessor } from './batch';
import { hidesProcessors, join, resourceOf } from './join';
import { newProvider, registerProvider } from './provider';
import type { ResourceLike } from './resource-like';
import type { SpanCounts } from './span-counts';
import { checkProcessor, KeletSpanProcessor } from './span-processor';
import type { SpanProcessorLike } from './span-processor-like';
import { STAMP_RULES, type StampOptions } from './span-rules';
import { watchProvider } from './watched-provider';

/** What `setupTelemetry()` takes. */
export interface TelemetryOptions extends StampOptions {
  /**
   * The name of this process on the spans of workflow code, and on all spans where the process has no tracer provider.
   * Default: the resource of the provider, else OTEL_SERVICE_NAME, else the name in OTEL_RESOURCE_ATTRIBUTES.
   */
  readonly serviceName?: string | undefined;
  /** Where stamped spans go. Default: in batches to the Kelet API. */
  readonly spanProcessor?: SpanProcessorLike | undefined;
  /** A tracer provider that gets the span processor. Default: the global one, if there is one. */
  readonly tracerProvider?: object | undefined;
}

/** What `otelPluginOptions` of KeletPlugin takes. */
export interface Telemetry {
  /** What the process is, on each of its spans. */
  readonly resource: ResourceLike;
  /** The processor of the spans, whose `forceFlush()` and `shutdown()` warn where they fail, and never reject. */
  readonly spanProcessor: SpanProcessorLike;
  /** Makes the spans of clients and activities, where the process has a tracer provider that Kelet cannot join. */
  readonly tracer?: object;
  /** What became of the spans of this process; with a `spanProcessor` of yours, nothing is counted. */
  spanCounts(): SpanCounts;
}

const OPTION_RULES: OptionRules<TelemetryOptions> = {
  serviceName: { fits: (value) => typeof value === 'string' && value !== '', wanted: 'a string that is not empty' },
  spanProcessor: { fits: () => true, wanted: '' }, // checked apart, by checkProcessor()
  tracerProvider: { fits: (value) => typeof value === 'object' && value !== null, wanted: 'a tracer provider' },
  ...STAMP_RULES,
};

/**
 * Sets OpenTelemetry up: spans carry their session and go to the Kelet API in batches. Call it once, at the process's
 * start; a later call gives what the first one did, and warns where it says something else.
 *
 * A process without a tracer provider gets one, and a context manager and propagators for trace context and baggage
 * where there is none. A process that has a provider keeps it, and the provider gets one more span processor. Where a
 * provider takes none, like Sentry's and Datadog's, Kelet writes the spans down as they are made, and a warning says
 * which backend then has which spans.
 *
 * KeletPlugin takes what `setupTelemetry()` has set up, unless it is given `otelPluginOptions`.
 *
 * @returns the resource and the span processor, for `otelPluginOptions`, and to be flushed at the end of a process
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong
 */
export function setupTelemetry(options: TelemetryOptions = {}): Telemetry {
  const where = 'setupTelemetry()';
  checkOptions(where, options, OPTION_RULES);
  if (options.spanProcessor !== undefined) checkProcessor(`${where}: spanProcessor`, options.spanProcessor);
  const current = slot();
  if (current.telemetry === undefined) current.telemetry = { ...setUp(options), options };
  else warnOfOthers(current.telemetry.options ?? {}, options);
  return current.telemetry as unknown as Telemetry;
}

function setUp(options: TelemetryOptions): Telemetry {
  const existing = isEmpty(options.tracerProvider) ? tracerProvider() : options.tracerProvider;
  const resource = resourceFor(options, existing);
  const batch = batchProcessor();
  const { sessionIdAttribute, redact, filter } = options;
  const inner = new KeletSpanProcessor(options.spanProcessor ?? batch, { sessionIdAttribute, redact, filter });
  const spanProcessor = quiet(inner);
  const telemetry = { resource, spanProcessor, spanCounts: () => batch.counts() };
  if (existing === undefined) {
    registerProvider(resource, spanProcessor);
    return telemetry;
  }
  if (join(existing, spanProcessor)) return telemetry;
  const watching = watchProvider(existing, { resource, spanProcessor });
  // Spans of Datadog say only at their end whether they are sampled, and spans of workflow code must know that before.
  const tracer =
    watching && !hidesProcessors(existing)
      ? undefined
      : newProvider(resource, spanProcessor).getTracer('kelet-opentelemetry');
  warnOnce(
    'telemetry:provider-exists',
    `setupTelemetry() found a tracer provider that takes no span processor, and left it in place. ${
      tracer === undefined
        ? 'Kelet has its spans, and those of workflow code, which the provider does not have.'
        : "Kelet has its spans, and makes those of Temporal's clients, workflows and activities, which the provider does not have."
    }`,
  );
  return tracer === undefined ? telemetry : { ...telemetry, tracer };
}

/** Whether there is no provider, or only the proxy that the API gives where none is registered. */
function isEmpty(provider: object | undefined): boolean {
  return provider === undefined || ('getDelegate' in provider && tracerProvider() === undefined);
}

/** Makes the ends of a processor warn instead of reject: a program that awaits them as it ends must not fail. */
function quiet(processor: KeletSpanProcessor): KeletSpanProcessor {
  for (const ending of ['forceFlush', 'shutdown'] as const) {
    const end = processor[ending].bind(processor);
    processor[ending] = async () => {
      try {
        await end();
      } catch (error) {
        warnEachMinute(`spans:${ending}`, `${ending}() failed, and spans may be lost: ${quote(messageOf(error))}.`);
      }
    };
  }
  return processor;
}

function warnOfOthers(first: TelemetryOptions, later: TelemetryOptions): void {
  const changed = (Object.keys(later) as (keyof TelemetryOptions)[]).filter(
    (name) => later[name] !== undefined && later[name] !== first[name],
  );
  if (changed.length === 0) return;
  warnOnce(
    `telemetry:again:${changed}`,
    `setupTelemetry() was called again, with another ${changed.join(', ')}, which has no effect: what the first call set ` +
      'up stays. Call it once, with all options.',
  );
}

/** The resource of the existing provider, so that all spans of a process share it, unless the options name another. */
function resourceFor({ serviceName }: TelemetryOptions, provider: object | undefined): ResourceLike {
  const theirs = serviceName === undefined ? resourceOf(provider) : undefined;
  return theirs ?? ownResource(serviceName);
}

/** A resource like that of OpenTelemetry's own set-up: its defaults, then the environment, then the given name. */
function ownResource(serviceName: string | undefined): ResourceLike {
  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
  return serviceName === undefined ? resource : resource.merge(resourceFromAttributes({ 'service.name': serviceName }));
}
