/** A span as it arrived at an OTLP receiver, by shape. */
export interface ArrivedSpan {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly startTimeUnixNano: bigint;
  /** Nanoseconds since 1970. */
  readonly endTimeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Attributes of the process that made it. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Absent where nobody has set one. */
  readonly status?: { readonly code: 'ok' | 'error'; readonly message?: string };
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  /** The project that it was sent to. */
  readonly project?: string;
  /** The name of the instrumentation scope. */
  readonly scope?: string;
  /** When it arrived, by the receiver's clock, in milliseconds since 1970. */
  readonly receivedAt?: number;
  /**
   * How often it arrived with this end, apart from requests that were tried again; 1 where it is not given. A workflow task
   * that is repeated ends its spans again, under the same ids and at another time: that is another span.
   */
  readonly copies?: number;
}

/** A feedback signal as it arrived. */
export interface ArrivedSignal {
  readonly project: string;
  readonly idempotencyKey?: string;
  /** The JSON that was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** When it arrived, by the receiver's clock, in milliseconds since 1970. */
  readonly receivedAt?: number;
}

/** What arrived of one session, or of all: every span of its traces, those that carry no session included. */
export interface Arrived {
  /** Of the one session; absent where it is of all. */
  readonly sessionId?: string;
  readonly spans: readonly ArrivedSpan[];
  readonly signals: readonly ArrivedSignal[];
  /**
   * When one looks, by the receiver's clock, in milliseconds since 1970: the spans of a signal that has just arrived may be on
   * their way. Default: when the latest of these arrived.
   */
  readonly now?: number;
}
