import type { SpanProcessorLike } from './span-processor-like';

interface Provider {
  getDelegate?(): Provider;
  addSpanProcessor?(processor: SpanProcessorLike): void;
  _activeSpanProcessor?: { _spanProcessors?: SpanProcessorLike[] };
}

/**
 * Adds a span processor to a tracer provider that exists, behind those that it has.
 *
 * @param provider one of OpenTelemetry's SDK 1.x or 2.x, or the API's proxy of it
 * @returns whether that could be done
 */
export function join(provider: object, processor: SpanProcessorLike): boolean {
  const { getDelegate } = provider as Provider;
  const real: Provider = getDelegate ? getDelegate.call(provider) : provider;
  if (typeof real.addSpanProcessor === 'function') {
    real.addSpanProcessor(processor);
    return true;
  }
  // The SDK 2 has no public way to add a processor to a provider that exists.
  const processors = real._activeSpanProcessor?._spanProcessors;
  if (!Array.isArray(processors)) return false;
  processors.push(processor);
  return true;
}
