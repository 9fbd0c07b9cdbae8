import { getSession } from 'kelet-core';
import {
  CONVERSATION_ID,
  isArray,
  native,
  otelApi,
  SESSION_AT_START,
  type StartedSpan,
  sessionIdOfSpan,
  stampSpan,
} from 'kelet-core/internal';

interface FinishedSpan extends StartedSpan {
  readonly attributes?: Record<string, unknown>;
}

interface SpanProcessor {
  onStart(span: StartedSpan): void;
  onEnd(span: FinishedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Provider {
  addSpanProcessor?(processor: SpanProcessor): void;
  /** Of SDK 1.x, which hands spans to the processors in this order. */
  _registeredSpanProcessors?: SpanProcessor[];
  /** Of SDK 2.x. */
  _activeSpanProcessor?: { _spanProcessors?: SpanProcessor[] };
}

/**
 * Makes the OpenTelemetry provider of this workflow run put the session on each span as it starts, those
 * that workflow code opens too: such a span leaves the sandbox finished, so the host cannot do it.
 *
 * @returns whether there was a provider to be told.
 */
export function stampSpansAtStart(): boolean {
  try {
    return tell();
  } catch {
    // One that workflow code has frozen, say: no reason to fail its task.
    return false;
  }
}

function tell(): boolean {
  const provider = otelApi<{ trace?: { getDelegate?(): Provider } }>()?.trace?.getDelegate?.();
  if (typeof provider?.addSpanProcessor === 'function') {
    provider.addSpanProcessor(sessionStamp);
    const registered = provider._registeredSpanProcessors;
    if (isArray(registered) && registered.at(-1) === sessionStamp) registered.unshift(...registered.splice(-1));
    return true;
  }
  // OpenTelemetry's SDK 2 has no public way to add a processor to a provider that exists.
  const processors = provider?._activeSpanProcessor?._spanProcessors;
  if (!isArray(processors)) return false;
  processors.unshift(sessionStamp);
  return true;
}

/** Ahead of the processor that takes the span out of the sandbox. */
const sessionStamp: SpanProcessor = {
  onStart(span) {
    const session = getSession();
    if (session !== undefined) stampSpan(span, session);
  },
  onEnd(span) {
    const sessionId = sessionIdOfSpan(span);
    const { attributes } = span;
    // What the author of the span has set stands. Kelet's own exporter, out of the sandbox, goes by the session.
    if (sessionId === undefined || !attributes || attributes[CONVERSATION_ID] === sessionId) return;
    attributes[SESSION_AT_START] = sessionId;
  },
  forceFlush: () => native.Promise.resolve(),
  shutdown: () => native.Promise.resolve(),
};
