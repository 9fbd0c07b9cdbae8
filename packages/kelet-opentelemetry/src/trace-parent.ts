import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { otelApi } from 'kelet-core/internal';

/** The headers that a propagator writes to and reads from. */
export type Carrier = Record<string, string>;

const w3c = new W3CTraceContextPropagator();

const SAMPLE: SpanContext = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: TraceFlags.SAMPLED };

const known = new WeakMap<object, boolean>();

/**
 * Whether the process has no propagator, or one that does not write or read `traceparent`, such as Sentry's. In
 * workflow code, Temporal's OpenTelemetry knows no other header, so that each boundary would begin a new trace.
 */
export function lacksTraceParent(): boolean {
  const { propagation: propagator } = otelApi<{ propagation?: object }>() ?? {};
  if (propagator === undefined) return true;
  const lacks = known.get(propagator) ?? !handsOn();
  known.set(propagator, lacks);
  return lacks;
}

function handsOn(): boolean {
  try {
    const carrier: Carrier = {};
    // The active context and not an empty one: a propagator of the user's may rely on what each of their contexts has.
    const sample = trace.setSpanContext(context.active(), SAMPLE);
    context.with(sample, () => propagation.inject(sample, carrier, defaultTextMapSetter));
    const read = propagation.extract(context.active(), { traceparent: carrierOf(SAMPLE) }, defaultTextMapGetter);
    return carrier['traceparent'] !== undefined && trace.getSpanContext(read)?.traceId === SAMPLE.traceId;
  } catch {
    return false;
  }
}

function carrierOf(span: SpanContext): string {
  const carrier: Carrier = {};
  w3c.inject(trace.setSpanContext(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
  return carrier['traceparent'] ?? '';
}

/** What the propagator has written, with the active span as `traceparent`. */
export function withTraceParent(carrier: Carrier): Carrier {
  const own: Carrier = {};
  w3c.inject(context.active(), own, defaultTextMapSetter);
  return { ...carrier, ...own };
}

/** Runs `fn` with the span active that `carrier` names, if there is one. */
export function inTraceOf<R>(carrier: Carrier, fn: () => R): R {
  return context.with(w3c.extract(context.active(), carrier, defaultTextMapGetter), fn);
}
