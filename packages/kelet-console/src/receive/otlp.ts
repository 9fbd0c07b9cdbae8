import type { ReceivedSpan, SpanStatus } from './received';

export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: List<AnyValue> };
  readonly kvlistValue?: { readonly values?: List<KeyValue> };
}

export interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue | null;
}

/** JSON of protobuf may have null for a field that is not set. */
type List<T> = readonly T[] | null;

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | null;
  readonly name?: string | null;
  readonly kind?: number | null;
  readonly startTimeUnixNano?: string | number | null;
  readonly endTimeUnixNano?: string | number | null;
  readonly attributes?: List<KeyValue>;
  readonly events?: List<{
    readonly name?: string | null;
    readonly timeUnixNano?: string | number | null;
    readonly attributes?: List<KeyValue>;
  }>;
  readonly links?: List<{ readonly traceId: string; readonly spanId: string }>;
  readonly status?: { readonly code?: number | string | null; readonly message?: string | null } | null;
}

/** OTLP as JSON: camel case, 64-bit integers as decimal strings, ids in hexadecimal. */
export interface OtlpRequest {
  readonly resourceSpans?: List<{
    readonly resource?: { readonly attributes?: List<KeyValue> } | null;
    readonly scopeSpans?: List<{
      readonly scope?: { readonly name?: string | null } | null;
      readonly spans?: List<OtlpSpan>;
    }>;
  }>;
}

/** Spans, events, links and attributes of one request: more make a process stand still, or end for want of memory. */
export const MAX_PARTS = 1_000_000;

/** The spans of an OTLP request body as JSON. @throws Error where the body is no such request, or has too many parts */
export function spansFromJson(body: Uint8Array): ReceivedSpan[] {
  return toSpans(JSON.parse(new TextDecoder().decode(body)) as OtlpRequest, (id) => id.toLowerCase());
}

/**
 * @param id what turns the text of an id into lower-case hexadecimal digits
 * @throws Error where a span has no valid ids, a time that is none, or the request too many parts
 */
export function toSpans(request: OtlpRequest, id: (text: string) => string): ReceivedSpan[] {
  let parts = 0;
  function list<T>(values: List<T> | undefined): readonly T[] {
    parts += values?.length ?? 0;
    if (parts > MAX_PARTS) throw new Error(`the request has more than ${MAX_PARTS} parts`);
    return values ?? [];
  }
  function toValue(value: AnyValue | null | undefined): unknown {
    if (value?.arrayValue) return list(value.arrayValue.values).map(toValue);
    if (value?.kvlistValue) return toRecord(value.kvlistValue.values);
    if (value?.intValue !== undefined && value.intValue !== null) return Number(value.intValue);
    return value?.stringValue ?? value?.boolValue ?? value?.doubleValue ?? value?.bytesValue;
  }
  const toRecord = (pairs: List<KeyValue> | undefined) =>
    Object.fromEntries(list(pairs).map(({ key, value }) => [key, toValue(value)]));
  const toId = (text: string, form: RegExp) => checked(id(text), form);
  const toRef = (ref: { readonly traceId: string; readonly spanId: string }) => ({
    traceId: toId(ref.traceId, TRACE_ID),
    spanId: toId(ref.spanId, SPAN_ID),
  });

  return list(request.resourceSpans).flatMap(({ resource, scopeSpans }) => {
    const resourceAttributes = toRecord(resource?.attributes);
    return list(scopeSpans).flatMap(({ scope, spans }) =>
      list(spans).map((span) => {
        const parentSpanId = span.parentSpanId ? toId(span.parentSpanId, SPAN_ID) : NO_ID;
        const events = list(span.events).map(({ name, timeUnixNano, attributes }) => ({
          name: String(name ?? ''),
          timeUnixNano: toNanos(timeUnixNano),
          attributes: toRecord(attributes),
        }));
        const links = list(span.links).map(toRef);
        return {
          ...toRef(span),
          ...(parentSpanId !== NO_ID && { parentSpanId }),
          name: String(span.name ?? ''),
          ...(span.kind && { kind: Number(span.kind) }),
          startTimeUnixNano: toNanos(span.startTimeUnixNano),
          endTimeUnixNano: toNanos(span.endTimeUnixNano),
          attributes: toRecord(span.attributes),
          ...toStatus(span.status),
          ...(events.length > 0 && { events }),
          ...(links.length > 0 && { links }),
          ...(scope?.name && { scope: String(scope.name) }),
          resource: resourceAttributes,
        };
      }),
    );
  });
}

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
/** How some senders write that there is no parent. */
const NO_ID = '0'.repeat(16);
const MAX_NANOS = 2n ** 64n;

function checked(id: string, form: RegExp): string {
  if (!form.test(id)) throw new Error(`a span has the id "${id.slice(0, 40)}", which is none`);
  return id;
}

function toNanos(time: string | number | null | undefined): bigint {
  const text = String(time ?? 0);
  // A number of JSON may have lost its last digits, and be written with an exponent.
  const nanos = /^\d{1,20}$/.test(text)
    ? BigInt(text)
    : Number.isInteger(time) && Number(time) >= 0
      ? BigInt(time ?? 0)
      : MAX_NANOS;
  if (nanos >= MAX_NANOS) throw new Error('a span has a time that is none');
  return nanos;
}

const CODES: Readonly<Record<string, SpanStatus['code']>> = {
  1: 'ok',
  2: 'error',
  STATUS_CODE_OK: 'ok',
  STATUS_CODE_ERROR: 'error',
};

function toStatus(status: OtlpSpan['status']): { status?: SpanStatus } {
  const word = CODES[String(status?.code)];
  return word === undefined
    ? {}
    : { status: { code: word, ...(status?.message && { message: String(status.message) }) } };
}
