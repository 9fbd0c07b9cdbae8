export type { AcceptOptions, FetchRequest, NodeRequest } from 'kelet-core/http';
export { acceptSession, sessionHeaders, sessionMiddleware } from 'kelet-core/http';
