import { read } from './foreign-value';

/** What went wrong, in a word that does not change between versions. */
export type KeletErrorCode =
  | 'INVALID_AGENT'
  | 'INVALID_CONFIG'
  | 'INVALID_REFERENCE'
  | 'INVALID_SESSION'
  | 'INVALID_SIGNAL'
  | 'INVALID_SPAN'
  | 'NOT_FOR_WORKFLOWS'
  | 'OTEL_OPTIONS_MISSING'
  | 'OTEL_PLUGIN_MISSING'
  | 'OTEL_PLUGIN_UNLOADABLE'
  | 'PROPAGATE_CONFLICT'
  | 'SIGNAL_NOT_ALLOWED'
  | 'SIGNAL_QUEUE_FULL'
  | 'SIGNAL_REJECTED'
  | 'SIGNAL_UNDELIVERED'
  | 'UNKNOWN_SEARCH_ATTRIBUTE'
  | 'UNSUPPORTED_RUNTIME'
  | 'WORKFLOW_MODULE_MISSING';

/** The one error class of Kelet's packages. `message` says what was wrong, where, and what to do. */
export class KeletError extends Error {
  override readonly name = 'KeletError';
  /** How long the API asked to wait, in milliseconds, where that was longer than the delivery had time for. */
  declare readonly retryAfterMs?: number;
  /** Whether the sender asked to be told of this failure, where the history of a workflow says so. */
  declare readonly raiseOnFailure?: boolean;
  /** By which the log knows failures of one kind, where the messages of two may differ. */
  declare readonly logKey?: string;

  constructor(
    readonly code: KeletErrorCode,
    message: string,
    options?: {
      readonly cause?: unknown;
      readonly retryAfterMs?: number;
      readonly raiseOnFailure?: boolean;
      readonly logKey?: string | undefined;
    },
  ) {
    super(message, options);
    if (options?.logKey !== undefined) this.logKey = options.logKey;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options?.raiseOnFailure !== undefined) this.raiseOnFailure = options.raiseOnFailure;
  }
}

/** By shape: copies of this package have a class of their own each. */
export function isKeletError(error: unknown): error is KeletError {
  return (
    read(error, 'name') === 'KeletError' && ['code', 'message'].every((key) => typeof read(error, key) === 'string')
  );
}
