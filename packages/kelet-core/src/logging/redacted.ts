import { PERSONAL, redactedBy } from '../redaction';
import type { Session } from '../session';
import { slot } from '../slot';
import { METADATA_PREFIX, spanAttributes, USER_ID } from '../span-attributes';

/**
 * The user and the metadata of a session after each `redact` of this process, which `setupTelemetry()` and
 * KeletSpanProcessor take. Where one throws or gives no object, none of them.
 */
export function redacted(session: Session): Pick<Session, 'userId' | 'metadata'> {
  const redacts = slot().spans?.redacts ?? new Set();
  if (redacts.size === 0) return session;
  let personal: Record<string, unknown> = Object.fromEntries(
    Object.entries(spanAttributes(session)).filter(([key]) => PERSONAL.test(key)),
  );
  for (const redact of redacts) personal = redactedBy(redact as (given: object) => unknown, personal, 'log lines');
  const { [USER_ID]: userId, ...others } = personal;
  const metadata = Object.entries(others).map(([key, value]) => [key.slice(METADATA_PREFIX.length), value]);
  return {
    ...(userId !== undefined && { userId: String(userId) }),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
  };
}
