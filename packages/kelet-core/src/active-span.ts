import { symbolFor } from './built-ins';

/** The part of an OpenTelemetry span that Kelet uses. */
export interface ActiveSpan {
  spanContext(): { readonly traceId: string; readonly spanId: string };
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
  /** Spans of OpenTelemetry's SDKs show what is set already. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface OtelApi {
  context?: { active(): { getValue(key: symbol): unknown } };
}

// Copies of @opentelemetry/api 1.x in one process find one another through these two registry symbols
// (api/src/internal/global-utils.ts and api/src/trace/context-utils.ts), so they are a contract between
// all its 1.x versions. Reading through them spares this package a dependency, and workflow code the cost
// of loading another copy of the API for each run.
const OTEL_API = symbolFor('opentelemetry.js.api.1');
const OTEL_SPAN = symbolFor('OpenTelemetry Context Key SPAN');

const INVALID_TRACE_ID = '0'.repeat(32);

/** The OpenTelemetry API that is registered in this process or workflow run, or `undefined`. */
export function otelApi<T = OtelApi>(): T | undefined {
  return (globalThis as unknown as Record<symbol, T | undefined>)[OTEL_API];
}

/** The tracer provider that is registered in this process, or `undefined`. */
export function tracerProvider(): object | undefined {
  return otelApi<{ readonly trace?: object }>()?.trace;
}

/** The OpenTelemetry span that is active here, or `undefined`, also where OpenTelemetry is not in use. */
export function activeSpan(): ActiveSpan | undefined {
  return otelApi()?.context?.active().getValue(OTEL_SPAN) as ActiveSpan | undefined;
}

/** The id of the trace that is active here (32 hexadecimal digits), or `undefined`. */
export function getTraceId(): string | undefined {
  const traceId = activeSpan()?.spanContext().traceId;
  return traceId === INVALID_TRACE_ID ? undefined : traceId;
}
