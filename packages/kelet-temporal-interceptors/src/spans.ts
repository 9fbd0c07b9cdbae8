import { getSession } from 'kelet-core';
import { activeSpan, spanAttributes } from 'kelet-core/internal';

/**
 * Puts the session on the span that is active here, if there is one: a span that Temporal's OpenTelemetry
 * interceptors opened before ours ran began without knowing it.
 */
export function stampActiveSpan(): void {
  const session = getSession();
  if (session !== undefined) activeSpan()?.setAttributes(spanAttributes(session));
}
