import type { Session } from 'kelet-core';
import type { LogAttributes } from './pass-through';

/**
 * Adds the session id to a line of Temporal's log. `current` is asked when the line is written, since Temporal
 * writes some of its own outside of the interceptors' context.
 */
export function logAttributes(current: () => Session | undefined): LogAttributes {
  // One key of our own: Temporal spreads these attributes beside its own, and a key such as `workflowId`
  // would replace one of them.
  return (input, next) => {
    const session = current();
    return next(session === undefined ? input : { ...input, kelet: { sessionId: session.sessionId } });
  };
}
