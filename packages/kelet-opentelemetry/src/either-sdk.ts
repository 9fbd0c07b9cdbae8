import type { SpanContext } from '@opentelemetry/api';
import type { SpanProcessorLike } from './span-processor-like';
import { withFields } from './view';

interface Sdk2Span {
  readonly instrumentationScope?: object;
  readonly parentSpanContext?: SpanContext;
  readonly instrumentationLibrary?: object;
}

const inner = new WeakMap<SpanProcessorLike, SpanProcessorLike>();

/** The processor behind one that `forEitherSdk()` made. */
export const wrapped = (processor: SpanProcessorLike): SpanProcessorLike | undefined => inner.get(processor);

/** Lets a span processor of SDK 1.x, and its exporter, take the finished spans of SDK 2.x as well as its own. */
export function forEitherSdk(processor: SpanProcessorLike): SpanProcessorLike {
  const either: SpanProcessorLike = {
    onStart: (span, context) => processor.onStart(span, context),
    onEnd: (span) => processor.onEnd(withSdk1Names(span)),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
  inner.set(either, processor);
  return either;
}

function withSdk1Names<S extends Sdk2Span>(span: S): S {
  if (span.instrumentationLibrary !== undefined) return span;
  return withFields(span, {
    instrumentationLibrary: span.instrumentationScope,
    parentSpanId: span.parentSpanContext?.spanId,
  });
}
