import { getTraceId, type Session } from 'kelet-core';
import { activeSpan } from 'kelet-core/internal';
import type { LogAttributes } from './pass-through';

/**
 * Adds the session id to a line of Temporal's log, and where a span is active its trace and its span, by the names of
 * https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/. `current` is asked when the line is
 * written, since Temporal writes some of its own outside of the interceptors' context.
 */
export function logAttributes(current: () => Session | undefined): LogAttributes {
  // One key of our own: Temporal spreads these attributes beside its own, and a key such as `workflowId`
  // would replace one of them.
  return (input, next) => {
    const session = current();
    return next(
      session === undefined ? input : { ...input, kelet: { sessionId: session.sessionId, ...traceContext() } },
    );
  };
}

function traceContext(): object | undefined {
  const traceId = getTraceId();
  return traceId === undefined ? undefined : { trace_id: traceId, span_id: activeSpan()?.spanContext().spanId };
}
