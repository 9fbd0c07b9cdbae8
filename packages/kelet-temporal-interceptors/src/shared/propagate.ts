import type { Session } from 'kelet-core';
import { entries, freeze, fromEntries, keys } from 'kelet-core/internal';

/** What travels in headers beside the session id and the project, which always do. */
export interface Propagate {
  /** Default: true. */
  readonly userId?: boolean | undefined;
  /** All metadata, none, or just these keys. Default: true. */
  readonly metadata?: boolean | readonly string[] | undefined;
}

/** Reduces a session to what travels. */
export type ToPropagated = (session: Session | undefined) => Session | undefined;

/** Leaves out what is not to travel; the same session gives the same result, so that it is encoded once. */
export function propagatedSession({ userId = true, metadata = true }: Propagate = {}): ToPropagated {
  if (userId && metadata === true) return (session) => session;
  const known = new WeakMap<Session, Session>();
  return (session) => {
    if (session === undefined) return undefined;
    let reduced = known.get(session);
    if (reduced === undefined) {
      reduced = reduce(session, userId, metadata);
      known.set(session, reduced);
    }
    return reduced;
  };
}

function reduce(session: Session, userId: boolean, metadata: boolean | readonly string[]): Session {
  const travels = (key: string) => (typeof metadata === 'boolean' ? metadata : metadata.includes(key));
  const kept = fromEntries(entries(session.metadata ?? {}).filter(([key]) => travels(key)));
  return freeze({
    sessionId: session.sessionId,
    ...(userId && session.userId !== undefined && { userId: session.userId }),
    ...(keys(kept).length > 0 && { metadata: freeze(kept) }),
    ...(session.project !== undefined && { project: session.project }),
  });
}

/**
 * What is let travel, in one form, which later changes to what was given do not reach: keys once and in order, and nothing
 * that is the default; `undefined` where all of a session travels.
 */
export function canonicalPropagate({ userId = true, metadata = true }: Propagate = {}): Propagate | undefined {
  const chosen = typeof metadata === 'boolean' ? metadata : metadata.length > 0 && [...new Set(metadata)].sort();
  if (userId && chosen === true) return undefined;
  return { ...(!userId && { userId }), ...(chosen !== true && { metadata: chosen }) };
}
