import { getSession } from 'kelet-core';
import {
  CONVERSATION_ID,
  native,
  otelApi,
  PROJECT,
  projectOfSpan,
  realProvider,
  SESSION_AT_START,
  type StartedSpan,
  sessionIdOfSpan,
  slot,
  spanProcessorsOf,
  stampAgent,
  stampSpan,
} from 'kelet-core/internal';

interface FinishedSpan extends StartedSpan {
  readonly attributes?: Record<string, unknown>;
}

interface SpanProcessor {
  onStart(span: StartedSpan, context: unknown): void;
  onEnd(span: FinishedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Provider {
  /** Of SDK 1.x. */
  addSpanProcessor?(processor: SpanProcessor): void;
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
  const trace = otelApi<{ readonly trace?: Provider }>()?.trace;
  if (trace === undefined) return false;
  const provider = realProvider(trace);
  const { addSpanProcessor } = provider;
  provider.addSpanProcessor?.(sessionStamp);
  const processors = spanProcessorsOf<SpanProcessor>(provider);
  if (addSpanProcessor === undefined) processors?.unshift(sessionStamp);
  else if (processors?.at(-1) === sessionStamp) processors.unshift(...processors.splice(-1));
  return addSpanProcessor !== undefined || processors !== undefined;
}

/** Ahead of the processor that takes the span out of the sandbox. */
const sessionStamp: SpanProcessor = {
  onStart(span, context) {
    const session = getSession();
    if (session !== undefined) stampSpan(span, session);
    stampAgent(span, context);
    try {
      slot().workflow?.spanStarted?.(span, context);
    } catch {
      // What tells of a run is no reason to fail its task.
    }
  },
  onEnd(span) {
    const sessionId = sessionIdOfSpan(span);
    const { attributes } = span;
    if (sessionId === undefined || !attributes) return;
    // By it, Kelet's own exporter, out of the sandbox, knows where the span goes.
    const project = projectOfSpan(span, attributes);
    if (project !== undefined) attributes[PROJECT] = project;
    else delete attributes[PROJECT];
    // What the author of the span has set stands. That exporter goes by the session.
    if (attributes[CONVERSATION_ID] !== sessionId) attributes[SESSION_AT_START] = sessionId;
  },
  forceFlush: () => native.Promise.resolve(),
  shutdown: () => native.Promise.resolve(),
};
