import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { TRACE_HEADER } from '../shared/names';

/** https://www.w3.org/TR/trace-context/#traceparent-header: version, trace id, span id, flags. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/;

/** The id of the trace that an activity was scheduled in, or `undefined`. Never throws. */
export function traceIdOf(headers: Headers): string | undefined {
  const payload = headers[TRACE_HEADER];
  if (payload === undefined) return undefined;
  try {
    const carrier = defaultPayloadConverter.fromPayload<{ traceparent?: unknown } | null>(payload);
    return TRACEPARENT.exec(`${carrier?.traceparent}`)?.[1];
  } catch {
    return undefined;
  }
}
