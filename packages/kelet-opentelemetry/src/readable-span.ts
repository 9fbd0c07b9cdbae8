import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { withFields } from './view';

/** Where a span of SDK 1.x keeps what SDK 2.x keeps elsewhere. */
interface Sdk1Span {
  readonly instrumentationLibrary?: ReadableSpan['instrumentationScope'];
  readonly parentSpanId?: string;
}

/**
 * A finished span in the form of SDK 2.x. A span of SDK 1.x, which Temporal's OpenTelemetry plugin v1 makes, gets a
 * view that adds the two renamed fields; the span itself stays as it is.
 */
export function asSdk2Span(span: ReadableSpan & Sdk1Span): ReadableSpan {
  if (span.instrumentationScope !== undefined) return span;
  const scope = span.instrumentationLibrary ?? { name: '' };
  return withFields(span, {
    instrumentationScope: scope,
    parentSpanContext: parentById(span.parentSpanId, () => span.spanContext()),
  });
}

/** The parent of a span that names it by its id alone. */
export function parentById(spanId: string | undefined, spanContext: () => SpanContext): SpanContext | undefined {
  if (!spanId) return undefined;
  const { traceId, traceFlags } = spanContext();
  return { traceId, traceFlags, spanId };
}
