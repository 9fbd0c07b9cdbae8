import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { Carrier } from 'kelet-opentelemetry/internal';
import { TRACE_HEADER } from 'kelet-temporal-interceptors/internal';
import { atEachCall } from './client-calls';
import { telemetryPackage } from './telemetry-package';

/** The fields in which the calls of a client have headers: an update with start has two. */
const FIELDS = ['headers', 'workflowStartHeaders', 'updateHeaders'];

/**
 * For the place behind Temporal's OpenTelemetry interceptor of a workflow client: names the trace in the headers also
 * where the propagator of the process does not.
 */
export const clientTraceParent = () => atEachCall((input, next) => next(FIELDS.reduce(written, input)));

function written<I>(input: I, key: string): I {
  const headers = (input as Record<string, Headers | undefined>)[key];
  const carrier = headers && read(headers);
  if (carrier === undefined) return input;
  const { lacksTraceParent, withTraceParent } = telemetryPackage();
  if (!lacksTraceParent()) return input;
  const payload = defaultPayloadConverter.toPayload(withTraceParent(carrier));
  return { ...input, [key]: { ...headers, [TRACE_HEADER]: payload } };
}

/** For the place before Temporal's OpenTelemetry interceptor of an activity, which would begin a new trace. */
export function activityTraceParent() {
  return {
    inbound: {
      execute: (input: { readonly headers: Headers }, next: (input: object) => unknown) =>
        within(read(input.headers), () => next(input)),
    },
  };
}

/** The same for a Nexus operation. */
export function nexusTraceParent() {
  type Input = { readonly ctx: { readonly headers: Carrier } };
  const call = (input: Input, next: (input: Input) => unknown) => within(input.ctx.headers, () => next(input));
  return { inbound: { startOperation: call, cancelOperation: call } };
}

function within<R>(carrier: Carrier | undefined, fn: () => R): R {
  const { inTraceOf, lacksTraceParent } = telemetryPackage();
  return carrier !== undefined && lacksTraceParent() ? inTraceOf(carrier, fn) : fn();
}

/** Never throws. */
function read(headers: Headers): Carrier | undefined {
  const payload = headers[TRACE_HEADER];
  if (payload === undefined) return undefined;
  try {
    const carrier: unknown = defaultPayloadConverter.fromPayload(payload);
    return typeof carrier === 'object' && carrier !== null ? (carrier as Carrier) : {};
  } catch {
    return undefined;
  }
}
