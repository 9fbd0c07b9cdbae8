export type {
  ConfigureOptions,
  KeletErrorCode,
  Session,
  SessionMetadata,
  Signal,
  SignalFailureMode,
  SignalKind,
  SignalSource,
} from 'kelet-core';
export {
  agenticSession,
  bindSession,
  configure,
  getMetadata,
  getSession,
  getSessionId,
  getTraceId,
  getUserId,
  KeletError,
  signal,
} from 'kelet-core';
