export { getTraceId } from './active-span';
export { agenticSession, bindSession, getMetadata, getSession, getSessionId, getUserId } from './context';
export type { KeletErrorCode } from './errors';
export { KeletError } from './errors';
export type { Session, SessionMetadata } from './session';
export type { ConfigureOptions, SignalFailureMode } from './settings';
export { configure } from './settings';
export type { Signal, SignalKind, SignalSource } from './signal';
export { signal } from './signal';
