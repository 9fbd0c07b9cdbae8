import { entries } from './built-ins';
import type { Session } from './session';

/** The attribute of a span that holds the session id. */
export const CONVERSATION_ID = 'gen_ai.conversation.id';
export const USER_ID = 'user.id';
/** The session of a span of workflow code whose author has set another conversation, for Kelet alone. */
export const SESSION_AT_START = 'kelet.session_id';
export const PROJECT = 'kelet.project';
/** Before the key of each value of the metadata. */
export const METADATA_PREFIX = 'metadata.';

// A new personal attribute also goes into `PERSONAL` in kelet-opentelemetry's finished-span.ts, for `redact`.
/** The attributes by which a span of this session is known. */
export function spanAttributes(session: Session): Record<string, string | number | boolean> {
  const attributes: Record<string, string | number | boolean> = { [CONVERSATION_ID]: session.sessionId };
  if (session.userId !== undefined) attributes[USER_ID] = session.userId;
  if (session.project !== undefined) attributes[PROJECT] = session.project;
  for (const [key, value] of entries(session.metadata ?? {})) attributes[METADATA_PREFIX + key] = value;
  return attributes;
}
