import type { SpanView } from './views';

/** A span for tests: what is not given is of no matter to them. */
export function span(spanId: string, given: Partial<SpanView> = {}): SpanView {
  return {
    traceId: 't',
    spanId,
    parentSpanId: null,
    name: spanId,
    kind: 'other',
    start: 0,
    end: 1,
    error: false,
    inSession: true,
    agent: null,
    model: null,
    inputTokens: null,
    outputTokens: null,
    copies: 1,
    workflowId: null,
    runId: null,
    ...given,
  };
}
