import { getSession } from 'kelet-core';
import { isArray, native, otelApi, spanAttributes } from 'kelet-core/internal';

interface Span {
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
}

interface SpanProcessor {
  onStart(span: Span): void;
  onEnd(): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Provider {
  addSpanProcessor?(processor: SpanProcessor): void;
  _activeSpanProcessor?: { _spanProcessors?: SpanProcessor[] };
}

/**
 * Makes the OpenTelemetry provider of this workflow run put the session on each span as it starts, those
 * that workflow code opens too: such a span leaves the sandbox finished, so the host cannot do it.
 *
 * @returns whether there was a provider to be told.
 */
export function stampSpansAtStart(): boolean {
  const provider = otelApi<{ trace?: { getDelegate?(): Provider } }>()?.trace?.getDelegate?.();
  if (typeof provider?.addSpanProcessor === 'function') {
    provider.addSpanProcessor(sessionStamp);
    return true;
  }
  // OpenTelemetry's SDK 2 has no public way to add a processor to a provider that exists.
  const processors = provider?._activeSpanProcessor?._spanProcessors;
  if (!isArray(processors)) return false;
  processors.push(sessionStamp);
  return true;
}

const sessionStamp: SpanProcessor = {
  onStart(span) {
    const session = getSession();
    if (session !== undefined) span.setAttributes(spanAttributes(session));
  },
  onEnd() {},
  forceFlush: () => native.Promise.resolve(),
  shutdown: () => native.Promise.resolve(),
};
