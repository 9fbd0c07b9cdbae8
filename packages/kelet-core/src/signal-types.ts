/** What a signal is: a judgement, a correction, something that happened, something measured, or anything else. */
export type SignalKind = 'feedback' | 'edit' | 'event' | 'metric' | 'arbitrary';
/** Who says it: a person, a data set that people have labelled, or a program, such as an evaluator. */
export type SignalSource = 'human' | 'label' | 'synthetic';

/** Feedback on a conversation. */
export interface Signal {
  readonly kind: SignalKind;
  readonly source: SignalSource;
  /** Default: the session of the running code. */
  readonly sessionId?: string | undefined;
  /** The trace that is judged, 32 hexadecimal digits. Default: that of the active span. */
  readonly traceId?: string | undefined;
  /** What gave rise to it, for example the name of a button or of an evaluator. */
  readonly triggerName?: string | undefined;
  /** How good it is, from 0 to 1. */
  readonly score?: number | undefined;
  /** The judgement, the correction or the measured value, as text. */
  readonly value?: string | undefined;
  /** How sure the source is, from 0 to 1. */
  readonly confidence?: number | undefined;
  /** A plain object that JSON can hold; what JSON would lose is refused. A text `vote_key` in it is the signal's `key`. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /**
   * What is judged, as `referenceTo()` gave it, in place of `sessionId` and `traceId`: its session and its trace are those
   * of the signal, and its span goes into the metadata, as `span_id`. Refused where `readReference()` refuses it.
   */
  readonly about?: string | undefined;
  /**
   * What tells the same vote from another one, such as `vote:message-7`; 1 to 256 bytes. The same signal with the same
   * key, sent twice, from whatever process and on whatever day, is one: both have the same Idempotency-Key. One that
   * differs, a changed vote, is a new one. The key travels as `metadata.vote_key`. In a session, the active span does not
   * give such a signal its trace, which is that of the request in which somebody votes.
   */
  readonly key?: string | undefined;
  /** When it happened: a `Date`, or ISO 8601 with an offset. Default: when the API receives the signal. */
  readonly timestamp?: Date | string | undefined;
  /** Whether `signal()` rejects where the signal could not be delivered. Default: the `signalFailureMode`. */
  readonly raiseOnFailure?: boolean | undefined;
}

/** A `Signal` as the API takes it, by the API's names; a field without a value is left out. `timestamp` is ISO 8601. */
export interface SignalBody {
  readonly session_id?: string;
  readonly trace_id?: string;
  readonly kind: SignalKind;
  readonly source: SignalSource;
  readonly trigger_name?: string;
  readonly score?: number;
  readonly value?: string;
  readonly confidence?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly timestamp?: string;
}

/** What a transport is told of a signal beside its body. */
export interface SignalDelivery {
  /** The same for each attempt to deliver this signal, from whatever process. Default: one that nothing else has. */
  readonly idempotencyKey?: string;
  /** How long all attempts together may take, in milliseconds. Default: as long as they need. */
  readonly timeoutMs?: number;
  /** How often the signal may be tried at most, where something else tries again. Default: as the settings say. */
  readonly maxAttempts?: number;
  /** Whether the sender is told of a failure; a transport need not heed it. */
  readonly raiseOnFailure?: boolean;
  /** The project of the session, where that names one; empty where it could not be read. Default: the process's own. */
  readonly project?: string;
  /** The workflow run that the signal comes from, where it comes from workflow code. */
  readonly workflow?: { readonly workflowId: string; readonly runId: string };
}

/** Takes signals from `signal()` to where they go: a queue, a proxy, or a list in a test. */
export interface SignalTransport {
  /** Resolves when the signal has arrived, and rejects where it was given up: what then happens is up to `signal()`. */
  send(body: SignalBody, delivery: SignalDelivery): Promise<void>;
}
