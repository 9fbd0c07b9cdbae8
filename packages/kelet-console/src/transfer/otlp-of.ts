import { PROJECT } from 'kelet-core/internal';
import type { AnyValue, KeyValue, OtlpRequest, OtlpSpan } from '../receive/otlp';
import type { ReceivedSpan } from '../receive/received';

type Mutable = { resource: { attributes: KeyValue[] }; scopeSpans: { scope?: { name: string }; spans: OtlpSpan[] }[] };

const CODES = { ok: 1, error: 2 } as const;

/** Spans as OTLP in JSON, as `toSpans()` reads them back; those of one resource and one scope together. */
export function otlpOf(spans: readonly ReceivedSpan[]): OtlpRequest {
  const resources = new Map<string, Mutable>();
  for (const span of spans) {
    const key = JSON.stringify(span.resource);
    const of = resources.get(key) ?? { resource: { attributes: pairsOf(span.resource) }, scopeSpans: [] };
    resources.set(key, of);
    let scope = of.scopeSpans.find((one) => one.scope?.name === span.scope);
    if (scope === undefined) {
      scope = { ...(span.scope !== undefined && { scope: { name: span.scope } }), spans: [] };
      of.scopeSpans.push(scope);
    }
    scope.spans.push(otlpSpan(span));
  }
  return { resourceSpans: [...resources.values()] };
}

function otlpSpan(span: ReceivedSpan): OtlpSpan {
  const { traceId, spanId, parentSpanId, name, kind, project, attributes, status, events, links } = span;
  // OTLP has no project: the header of a request names it, and this attribute.
  const all = project === undefined ? attributes : { [PROJECT]: project, ...attributes };
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    ...(kind !== undefined && { kind }),
    startTimeUnixNano: String(span.startTimeUnixNano),
    endTimeUnixNano: String(span.endTimeUnixNano),
    attributes: pairsOf(all),
    ...(status && { status: { ...status, code: CODES[status.code] } }),
    ...(events && {
      events: events.map((event) => ({
        name: event.name,
        timeUnixNano: String(event.timeUnixNano),
        attributes: pairsOf(event.attributes),
      })),
    }),
    ...(links && { links }),
  };
}

function pairsOf(record: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(record).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return typeof value === 'object' && value !== null
    ? { kvlistValue: { values: pairsOf(value as Record<string, unknown>) } }
    : {};
}
