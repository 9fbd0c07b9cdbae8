import { otelApi, realProvider, type Tracer, warnOnce } from 'kelet-core/internal';
import type { SpanIds } from './span-ids';

interface SdkTracer extends Tracer {
  /** In SDK 1.x and 2.x, which have no public way to the ids of one tracer. */
  _idGenerator?: SpanIds;
}

interface Provider {
  getTracer(name: string): SdkTracer;
}

/** Of its own, so that the spans of others keep their ids. */
const NAME = 'kelet-temporal-interceptors';

/**
 * A tracer for the spans that workflow code opens through Kelet, where OpenTelemetry runs in the sandbox. Its ids are those
 * of `ids`: Temporal's OpenTelemetry v1 takes them from the random numbers of the run, so that a span more would change what
 * the code of the run draws next.
 */
export function runTracer(ids: SpanIds): Tracer | undefined {
  const trace = otelApi<{ readonly trace?: Provider }>()?.trace;
  if (trace === undefined) return undefined;
  const provider = realProvider(trace);
  try {
    const tracer = provider.getTracer(NAME);
    if (tracer._idGenerator !== undefined) tracer._idGenerator = ids;
    if (tracer._idGenerator === ids) return tracer;
  } catch {
    // It was preloaded, and frozen; or it is none.
  }
  // A proxy, and a tracer that makes no spans, have no processors to tell.
  if ('_activeSpanProcessor' in provider || 'activeSpanProcessor' in provider) {
    warnOnce('tracer:ids', 'agent() and withSpan() make no spans in workflow code: its tracer takes no ids of Kelet.');
  }
  return undefined;
}
