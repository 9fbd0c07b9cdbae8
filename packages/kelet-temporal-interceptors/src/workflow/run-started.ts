import { nameAgent, read, type StartedSpan, stampSpan } from 'kelet-core/internal';
import type { RunSession } from './run-session';
import { runTracer } from './run-tracer';
import { createSpanIds } from './span-ids';

/** That of Temporal's OpenTelemetry, which leaves the sandbox when the run ends, and never where it is terminated. */
const RUN = 'RunWorkflow:';
const STARTED = 'RunWorkflowStarted:';

interface RunSpan {
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
}

/**
 * What sends a short span as a run begins, so that a backend can show the run while it is open: beside the span of the run,
 * under the same parent, or like that under none, in the same trace, and linked to it. A workflow task that is repeated may
 * send it again, under the same ids.
 */
export function createRunStarted(runId: () => string, run: RunSession) {
  // Not by the counter of the other spans, so that the option changes no id of theirs.
  const { generateSpanId } = createSpanIds(() => `start of ${runId()}`);
  let isSent = false;
  return (span: object, context: unknown): void => {
    const name = read(span, 'name');
    if (isSent || typeof name !== 'string' || !name.startsWith(RUN)) return;
    isSent = true;
    // Without its `traceState`, an object whose methods no span takes out of the sandbox.
    const { traceId, spanId, traceFlags } = (span as RunSpan).spanContext();
    const links = [{ context: { traceId, spanId, traceFlags } }];
    const tracer = runTracer({ generateSpanId, generateTraceId: () => traceId });
    const started = tracer?.startSpan(STARTED + name.slice(RUN.length), { links }, context);
    if (started === undefined) return;
    // It may begin ahead of the hook that enters the session and the agent.
    const session = run.effective({});
    if (session !== undefined) stampSpan(started as StartedSpan, session);
    nameAgent(started as StartedSpan, run.agent());
    started.end();
  };
}
