export { getTraceId } from './active-span';
export type { AgentOptions } from './agent';
export { agent } from './agent';
export { getAgentName } from './agent-name';
export { configure } from './configure';
export type {
  ConfigureOptions,
  ProjectOptions,
  ReferenceOptions,
  SignalFailureMode,
  SignalOptions,
} from './configure-types';
export { agenticSession, bindSession, getMetadata, getSession, getSessionId, getUserId } from './context';
export type { KeletErrorCode } from './errors';
export { KeletError } from './errors';
export type { FlushOptions } from './flush';
export { flush, flushAll, shutdown } from './flush';
export type { OpenSpan, SpanAttributeValue } from './in-span';
export type { Reference } from './reference';
export { readReference, referenceTo } from './reference';
export type { Session, SessionMetadata } from './session';
export { signal } from './signal';
export type { DropReason, SignalCounts } from './signal-counts';
export { signalCounts } from './signal-delivery';
export type { Signal, SignalBody, SignalDelivery, SignalKind, SignalSource, SignalTransport } from './signal-types';
export { withSpan } from './with-span';
