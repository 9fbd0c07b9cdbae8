import { realProvider, spanProcessorsOf } from 'kelet-core/internal';
import { isBatch } from './batch';
import { forEitherSdk, wrapped } from './either-sdk';
import { KeletExporter } from './exporter';
import type { ResourceLike } from './resource-like';
import { KeletSpanProcessor } from './span-processor';
import type { SpanProcessorLike } from './span-processor-like';

interface Provider {
  /** In SDK 2.x and in SDK 1.x. */
  _resource?: ResourceLike;
  resource?: ResourceLike;
  /** In SDK 1.x. */
  addSpanProcessor?(processor: SpanProcessorLike): void;
}

const shown = (provider: object): Provider => realProvider(provider);

/**
 * Adds a span processor to a tracer provider that exists, behind the processors that are there.
 *
 * @param provider a provider of OpenTelemetry's SDK 1.x or 2.x, or the API's proxy of one
 * @returns whether that could be done
 */
export function join(provider: object, processor: SpanProcessorLike): boolean {
  const processors = visible(provider);
  // A provider that hides its processors makes spans of its own (Datadog's), which OpenTelemetry's exporters cannot
  // read.
  if (processors === undefined) return false;
  const found = shown(provider);
  if (typeof found.addSpanProcessor === 'function') found.addSpanProcessor(processor);
  else processors.push(processor);
  return true;
}

/** Whether a provider accepts span processors, and does not show them (Datadog's). */
export function hidesProcessors(provider: object): boolean {
  return typeof shown(provider).addSpanProcessor === 'function' && visible(provider) === undefined;
}

/** The span processors of a tracer provider, as far as they can be seen. */
export function processorsOf(provider: object | undefined): readonly SpanProcessorLike[] {
  return (provider && visible(provider)) ?? [];
}

const visible = (provider: object) => spanProcessorsOf<SpanProcessorLike>(provider);

/** The resource of a tracer provider, which says what the process is. */
export function resourceOf(provider: object | undefined): ResourceLike | undefined {
  if (provider === undefined) return undefined;
  const { _resource, resource } = shown(provider);
  const found = _resource ?? resource;
  return typeof found?.attributes === 'object' ? found : undefined;
}

/** A processor that stamps spans and hands them to `processor`; `processor` itself, where it stamps already. */
export function stamping(processor: SpanProcessorLike): SpanProcessorLike {
  return processor instanceof KeletSpanProcessor ? processor : new KeletSpanProcessor(forEitherSdk(processor));
}

/** The processor that spans end in: the innermost of Kelet's wrappers. */
export function innermost(processor: SpanProcessorLike): SpanProcessorLike {
  const inner = processor instanceof KeletSpanProcessor ? processor.inner : wrapped(processor);
  return inner === undefined ? processor : innermost(inner);
}

/** Whether this processor sends its spans to Kelet. */
export function goesToKelet(processor: SpanProcessorLike): boolean {
  return isBatch(innermost(processor)) || exporterOf(processor) !== undefined;
}

/** Sends the spans that wait in a processor, and waits until each is sent or lost. */
export async function flushed(processor: SpanProcessorLike): Promise<void> {
  try {
    await processor.forceFlush();
  } finally {
    // OpenTelemetry's processors wait for no more than the exporter's answer, which one of many projects gets early, and for
    // none after one that failed.
    await exporterOf(processor)?.forceFlush();
  }
}

/** Kelet's exporter, where a processor of OpenTelemetry's has it. */
function exporterOf(processor: SpanProcessorLike): KeletExporter | undefined {
  const { _exporter: exporter } = innermost(processor) as SpanProcessorLike & { readonly _exporter?: unknown };
  return exporter instanceof KeletExporter ? exporter : undefined;
}
