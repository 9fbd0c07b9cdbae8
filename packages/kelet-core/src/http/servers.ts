import { getSession, runInSession } from '../context';
import { isThenable } from '../foreign-value';
import { aFunction, checkOptions, type OptionRules } from '../options';
import type { Session } from '../session';
import { stampActiveSpan } from '../stamp-active-span';
import { fromBaggage } from './baggage';

/** Which requests may say in which session they belong. */
export interface AcceptOptions<R> {
  /**
   * Whether the session in the `baggage` header of a request is taken in. Any browser can send that header: say yes to
   * requests of services that you trust, known by what they prove.
   */
  readonly accept: (request: R) => boolean | PromiseLike<boolean>;
}

/** What is used of the `Request` of a fetch-style server. */
export interface FetchRequest {
  readonly headers: { get(name: string): string | null };
}

/** What is used of the request of an Express-style server, Node.js's own among them. */
export interface NodeRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

const RULES: OptionRules<AcceptOptions<never>> = { accept: { ...aFunction, required: true } };

/**
 * Wraps the handler of a fetch-style server, such as a route of Next.js or Hono: it runs in the session that the `baggage`
 * header of an accepted request names, and in none otherwise, but in that of the running code where there is one. A project
 * is never taken in; see `agenticSession()` for a session that is to have one.
 *
 * @returns a function that returns what `handler` returns, at once where `accept` gives no promise
 * @throws KeletError INVALID_CONFIG where `accept` is no function; the function that is returned throws what `accept` and
 * `handler` throw
 */
export function acceptSession<R extends FetchRequest, A extends unknown[], O>(
  handler: (request: R, ...args: A) => O,
  options: AcceptOptions<R>,
): (request: R, ...args: A) => O | Promise<Awaited<O>> {
  checkOptions('acceptSession()', options, RULES);
  const { accept } = options;
  return (request, ...args) => {
    const session = sessionIn(request.headers.get('baggage'));
    const answer = (accepted: boolean) =>
      enter(accepted === true ? session : undefined, () => handler(request, ...args));
    const accepted = session !== undefined && accept(request);
    return isThenable(accepted) ? (Promise.resolve(accepted).then(answer) as Promise<Awaited<O>>) : answer(accepted);
  };
}

/**
 * The same as middleware for Express, Connect, and what else calls `(request, response, next)`: what comes after it runs in
 * the session. Put it behind what finds out who asks, since `accept` needs that.
 *
 * @returns the middleware, which hands what `accept` throws to `next`
 * @throws KeletError INVALID_CONFIG where `accept` is no function
 */
export function sessionMiddleware<R extends NodeRequest>(
  options: AcceptOptions<R>,
): (request: R, response: unknown, next: (error?: unknown) => void) => void {
  checkOptions('sessionMiddleware()', options, RULES);
  const { accept } = options;
  return (request, _, next) => {
    const session = sessionIn([request.headers['baggage']].flat().join());
    const goOn = (accepted: boolean) => enter(accepted === true ? session : undefined, () => next());
    // Without an error, `next` would let the request go on.
    const fail = (error: unknown) => next(error ?? new Error(`accept() failed with ${error}`));
    let accepted: boolean | PromiseLike<boolean>;
    try {
      accepted = session !== undefined && accept(request);
    } catch (error) {
      fail(error);
      return;
    }
    // What `next` throws reaches its caller, or, where that has gone on, `next`, as Express has it.
    if (isThenable(accepted)) Promise.resolve(accepted).then(goOn).then(undefined, fail);
    else goOn(accepted);
  };
}

/** The session that baggage names; the running code's own wins, which is then no news. */
function sessionIn(baggage: string | null): Session | undefined {
  return getSession() === undefined && baggage ? fromBaggage(baggage) : undefined;
}

function enter<O>(session: Session | undefined, fn: () => O): O {
  if (session === undefined) return fn();
  // A span that is in an unreadable project is never sent, also where the request's code then begins a session with one.
  if (session.project !== '') stampActiveSpan(session);
  return runInSession(session, fn);
}
