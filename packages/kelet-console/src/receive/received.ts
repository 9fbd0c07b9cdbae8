/** A span in the form in which the console keeps it, whether it came as JSON or as protobuf. */
export interface ReceivedSpan {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  /** 16 lower-case hexadecimal digits; absent on the first span of a trace. */
  readonly parentSpanId?: string;
  /** What was done, such as `RunActivity:reply`. */
  readonly name: string;
  /** OTLP's number for client, server and the like; absent where nobody has set one. */
  readonly kind?: number;
  /** Nanoseconds since 1970. */
  readonly startTimeUnixNano: bigint;
  /** Nanoseconds since 1970. */
  readonly endTimeUnixNano: bigint;
  /** Attributes of the span; integers beyond 2^53 lose digits. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Absent where nobody has set one. */
  readonly status?: SpanStatus;
  /** Absent where there are none. */
  readonly events?: readonly SpanEvent[];
  /** The spans that it refers to, beside its parent; absent where there are none. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  /** The name of the instrumentation that made the span; absent where it has none. */
  readonly scope?: string;
  /** The project that it was sent to, from the `X-Kelet-Project` header of the request; absent where that is missing. */
  readonly project?: string;
  /** Attributes of the resource, which is the process that made the span. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** How what the span is about ended. */
export interface SpanStatus {
  readonly code: 'ok' | 'error';
  /** What went wrong. */
  readonly message?: string;
}

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly timeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A signal in the form in which it came in. */
export interface ReceivedSignal {
  /** From the path of the request. */
  readonly project: string;
  /** The `Authorization` header as it came, which nothing checks. */
  readonly apiKey: string;
  /** The `Idempotency-Key` header: equal for all attempts of one signal. */
  readonly idempotencyKey?: string;
  /** The JSON object that was sent; its fields are not checked. */
  readonly body: Readonly<Record<string, unknown>>;
}
