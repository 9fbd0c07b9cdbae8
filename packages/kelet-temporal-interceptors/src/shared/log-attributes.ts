import type { Session } from 'kelet-core';
import { type LogFieldOptions, logFields, type Redacted } from 'kelet-core/internal';
import type { LogAttributes } from './pass-through';

/**
 * Adds the session to a line of Temporal's log, and where a span is active its trace and its span. `current` is asked when
 * the line is written, since Temporal writes some of its own outside of the interceptors' context.
 */
export function logAttributes(
  current: () => Session | undefined,
  options?: LogFieldOptions,
  redacted?: Redacted,
): LogAttributes {
  // One key of our own: Temporal spreads these attributes beside its own, and a key such as `workflowId`
  // would replace one of them.
  return (input, next) => {
    const session = current();
    return next(session === undefined ? input : { ...input, kelet: logFields(session, options, redacted) });
  };
}
