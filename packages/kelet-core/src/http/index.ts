/**
 * A session over HTTP, in the header `baggage`: out, into requests that you make, and in, from requests that you accept.
 *
 * @module
 */
export type { AcceptOptions, FetchRequest, NodeRequest } from './servers';
export { acceptSession, sessionMiddleware } from './servers';
export { sessionHeaders } from './session-headers';
