import { getSession } from '../context';
import { warnOnce } from '../warn';
import { toBaggage, withoutSession } from './baggage';

/**
 * The session of the running code as the header `baggage`, for a request that you make:
 * `fetch(url, { headers: { ...sessionHeaders() } })`. Nothing is added to any request by itself.
 *
 * Whoever gets the request can read the session. What does not fit into the 64 members and 8192 bytes that each hop has to
 * hand on, and metadata over 2048 bytes of JSON, is left out, with one warning: metadata first, then the user, then the session.
 *
 * @param baggage the header that the request has already, whose members are kept, but for those of another session, also where
 * the running code has none. Default: none.
 * @returns a new object, without a header where there is no session and nothing else
 */
export function sessionHeaders(baggage = ''): { baggage?: string } {
  const session = getSession();
  const onDropped = (what: string) =>
    warnOnce(
      `baggage:${what}`,
      `The header baggage has no room for ${what}, or cannot hold it, so that it is left out.`,
    );
  const header = session === undefined ? withoutSession(baggage) : toBaggage(session, baggage, onDropped);
  return header === '' ? {} : { baggage: header };
}
