import { parse } from 'protobufjs';

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

// The part of opentelemetry/proto/trace/v1 and common/v1 that a console shows; decoding skips other fields.
const { root } = parse(`
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    repeated Link links = 13;
    Status status = 15;
  }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
      KeyValueList kvlist_value = 6;
      bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`);
const Request = root.lookupType('ExportTraceServiceRequest');

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}

interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly startTimeUnixNano?: string | number;
  readonly endTimeUnixNano?: string | number;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly {
    readonly name?: string;
    readonly timeUnixNano?: string | number;
    readonly attributes?: readonly KeyValue[];
  }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** OTLP as JSON: camel case, 64-bit integers as decimal strings, ids in hexadecimal. */
interface OtlpRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[];
  }[];
}

/** The spans of an OTLP request body as JSON. @throws Error where the body is no such request */
export function spansFromJson(body: Uint8Array): ReceivedSpan[] {
  return toSpans(JSON.parse(new TextDecoder().decode(body)) as OtlpRequest, (id) => id.toLowerCase());
}

/** The spans of an OTLP request body as protobuf. @throws Error where the body is no such request */
export function spansFromProtobuf(body: Uint8Array): ReceivedSpan[] {
  const plain = Request.toObject(Request.decode(body), { longs: String, bytes: String });
  return toSpans(plain as OtlpRequest, (base64) => Buffer.from(base64, 'base64').toString('hex'));
}

function toSpans(request: OtlpRequest, id: (text: string) => string): ReceivedSpan[] {
  return (request.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const resourceAttributes = toRecord(resource?.attributes);
    return scopeSpans.flatMap(({ spans = [] }) =>
      spans.map((span) => ({
        traceId: id(span.traceId),
        spanId: id(span.spanId),
        ...(span.parentSpanId && { parentSpanId: id(span.parentSpanId) }),
        name: span.name ?? '',
        startTimeUnixNano: BigInt(span.startTimeUnixNano ?? 0),
        endTimeUnixNano: BigInt(span.endTimeUnixNano ?? 0),
        attributes: toRecord(span.attributes),
        ...toStatus(span.status),
        ...(span.events?.length && {
          events: span.events.map(({ name = '', timeUnixNano = 0, attributes }) => ({
            name,
            timeUnixNano: BigInt(timeUnixNano),
            attributes: toRecord(attributes),
          })),
        }),
        ...(span.links?.length && {
          links: span.links.map((link) => ({ traceId: id(link.traceId), spanId: id(link.spanId) })),
        }),
        resource: resourceAttributes,
      })),
    );
  });
}

const CODES: Readonly<Record<number, SpanStatus['code']>> = { 1: 'ok', 2: 'error' };

function toStatus({ code = 0, message = '' }: NonNullable<OtlpSpan['status']> = {}): { status?: SpanStatus } {
  const word = CODES[code];
  return word === undefined ? {} : { status: { code: word, ...(message !== '' && { message }) } };
}

function toRecord(pairs: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: AnyValue = {}): unknown {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(toValue);
  if (value.kvlistValue) return toRecord(value.kvlistValue.values);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue;
}
