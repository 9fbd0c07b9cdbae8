import { trace } from '@opentelemetry/api';

/** A span of the user's, by the tracer provider of the process. */
export async function inActivity(): Promise<void> {
  trace.getTracer('user').startActiveSpan('in-activity', (span) => span.end());
}
