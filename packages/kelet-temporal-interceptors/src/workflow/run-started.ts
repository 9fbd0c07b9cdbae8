import { nameAgent, read, type StartedSpan, stampSpan, type Tracer } from 'kelet-core/internal';
import type { RunSession } from './run-session';

/** That of Temporal's OpenTelemetry, which leaves the sandbox when the run ends, and never where it is terminated. */
const RUN = 'RunWorkflow:';
const STARTED = 'RunWorkflowStarted:';

interface RunSpan {
  readonly name?: unknown;
  spanContext(): object;
}

/**
 * What sends a short span as a run begins, so that a backend can show the run while it is open: beside the span of the run,
 * under the same parent, and linked to it. A workflow task that is repeated may send it again, under the same ids.
 */
export function createRunStarted(tracer: () => Tracer | undefined, run: RunSession) {
  let isSent = false;
  return (span: object, context: unknown): void => {
    const name = read(span, 'name');
    if (isSent || typeof name !== 'string' || !name.startsWith(RUN)) return;
    isSent = true;
    const links = [{ context: (span as RunSpan).spanContext() }];
    const started = tracer()?.startSpan(STARTED + name.slice(RUN.length), { links }, context);
    if (started === undefined) return;
    // It may begin ahead of the hook that enters the session and the agent.
    const session = run.effective({});
    if (session !== undefined) stampSpan(started as StartedSpan, session);
    nameAgent(started as StartedSpan, run.agent());
    started.end();
  };
}
