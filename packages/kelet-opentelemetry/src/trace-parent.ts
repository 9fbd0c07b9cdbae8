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

/** What a propagator writes to and reads from. */
export type Carrier = Record<string, string>;

const w3c = new W3CTraceContextPropagator();

const SAMPLE: SpanContext = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: TraceFlags.SAMPLED };

const known = new WeakMap<object, boolean>();

/**
 * Whether the propagator of this process does not write or read `traceparent`, or there is none. Temporal's OpenTelemetry
 * knows nothing else in workflow code, so that each boundary would begin a new trace. Some backends have such propagators
 * (Sentry's).
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
    // From here, and not from nothing: a propagator of the user's may count on what is in every context of theirs.
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

/** What the propagator has written, and the span that is active here as `traceparent`. */
export function withTraceParent(carrier: Carrier): Carrier {
  const own: Carrier = {};
  w3c.inject(context.active(), own, defaultTextMapSetter);
  return { ...carrier, ...own };
}

/** Runs `fn` where the span that `carrier` names is active, if it names one. */
export function inTraceOf<R>(carrier: Carrier, fn: () => R): R {
  return context.with(w3c.extract(context.active(), carrier, defaultTextMapGetter), fn);
}
