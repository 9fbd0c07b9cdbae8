import type { ReceivedSpan, SpanStatus } from './received';

export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}

export interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
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
export interface OtlpRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly OtlpSpan[];
    }[];
  }[];
}

/** The spans of an OTLP request body as JSON. @throws Error where the body is no such request */
export function spansFromJson(body: Uint8Array): ReceivedSpan[] {
  return toSpans(JSON.parse(new TextDecoder().decode(body)) as OtlpRequest, (id) => id.toLowerCase());
}

/**
 * @param id what turns the text of an id into lower-case hexadecimal digits
 * @throws Error where a span has no valid ids, or a time that is no whole number
 */
export function toSpans(request: OtlpRequest, id: (text: string) => string): ReceivedSpan[] {
  return (request.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const resourceAttributes = toRecord(resource?.attributes);
    return scopeSpans.flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        traceId: checked(id(span.traceId), TRACE_ID),
        spanId: checked(id(span.spanId), SPAN_ID),
        ...(span.parentSpanId && { parentSpanId: checked(id(span.parentSpanId), SPAN_ID) }),
        name: String(span.name ?? ''),
        ...(span.kind && { kind: Number(span.kind) }),
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
          links: span.links.map((link) => ({
            traceId: checked(id(link.traceId), TRACE_ID),
            spanId: checked(id(link.spanId), SPAN_ID),
          })),
        }),
        ...(scope?.name && { scope: String(scope.name) }),
        resource: resourceAttributes,
      })),
    );
  });
}

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

function checked(id: string, form: RegExp): string {
  if (!form.test(id)) throw new Error(`a span has the id "${id.slice(0, 40)}", which is none`);
  return id;
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
