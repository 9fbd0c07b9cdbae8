import { errorToThrow } from './error-to-throw';
import { inSteps, type RunStep } from './generator';
import { makeSession, type SessionSettings } from './make-session';
import type { Session, SessionMetadata } from './session';
import { existingSlot, slot } from './slot';

/**
 * Runs `fn` in a session: everything it calls and awaits, Temporal client calls, activities and workflow
 * code included, belongs to that conversation.
 *
 * Works in a plain process, in an activity and in workflow code. Nests: a session inside a session
 * inherits its user, its metadata and its project, and its own values win; one that names another project than that
 * inherits neither user nor metadata. In workflow code it adds no promise, no timer and no command.
 *
 * A generator that `fn` returns, sync or async, runs each of its steps in the session too: its code runs where a step
 * is asked for. Return the generator itself: the steps of one inside of a promise or an object are not tied to it.
 *
 * @returns what `fn` returns, unchanged; for a generator, one that takes its steps.
 * @throws KeletError INVALID_SESSION if the session is not well formed (in workflow code an ApplicationFailure of the
 * type `Kelet.INVALID_SESSION`), and what `transformUserId` throws; `fn` is not called then.
 */
export function agenticSession<R>(session: Session, fn: () => R): R {
  const { storage, settings } = slot();
  const made = checked(session, settings);
  const run: RunStep = (call) => storage.run(made, call);
  return inSteps(run(fn), run);
}

function checked(session: Session, settings: SessionSettings | undefined): Session {
  try {
    return makeSession(session, getSession(), settings);
  } catch (error) {
    throw errorToThrow(error);
  }
}

/**
 * Ties `fn` to the session of the code that calls this: whenever and wherever `fn` is called later, it runs in
 * that session, or in none if there is none now. For callbacks that a library keeps, and for middleware. In workflow
 * code also for the predicate of `condition()`, which Temporal asks again outside of what the run was doing.
 *
 * A generator that `fn` returns runs each of its steps there too.
 */
export function bindSession<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  const session = getSession();
  const run: RunStep = (call) => slot().storage.run(session, call);
  return (...args) =>
    inSteps(
      run(() => fn(...args)),
      run,
    );
}

/** Calls `fn` with `args` in exactly this session, or in none; for packages that have read one off the wire. */
export function runInSession<A extends unknown[], R>(
  session: Session | undefined,
  fn: (...args: A) => R,
  ...args: A
): R {
  return slot().storage.run(session, fn, ...args);
}

/** The session of the running code, or `undefined`. */
export function getSession(): Session | undefined {
  return existingSlot()?.storage.getStore();
}

/** The session id of the running code, or `undefined`. */
export function getSessionId(): string | undefined {
  return getSession()?.sessionId;
}

/** The user id of the running code, or `undefined`. */
export function getUserId(): string | undefined {
  return getSession()?.userId;
}

/** The metadata of the session of the running code, or `undefined`. */
export function getMetadata(): SessionMetadata | undefined {
  return getSession()?.metadata;
}
