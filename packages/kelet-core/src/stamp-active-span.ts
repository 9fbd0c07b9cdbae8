import { activeSpan } from './active-span';
import type { Session } from './session';
import { CONVERSATION_ID } from './span-attributes';
import { stampSpan } from './span-stamp';

/**
 * Puts a session on the span that is active here, if there is one: a span that Temporal's OpenTelemetry
 * interceptors opened before ours ran began without knowing it.
 */
export function stampActiveSpan(session: Session | undefined): void {
  if (session === undefined) return;
  const span = activeSpan();
  if (span === undefined) return;
  // A span of the caller's around calls of two conversations stays with the first: attributes cannot be taken
  // back, so the user of the one would be left beside the id of the other.
  const marked = span.attributes?.[CONVERSATION_ID];
  if (marked === undefined || marked === session.sessionId) stampSpan(span, session);
}
