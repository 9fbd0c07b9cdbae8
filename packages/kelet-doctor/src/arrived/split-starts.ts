import { type Finding, finding } from '../findings/finding';
import { groups, type Node, type Traces } from './traces';
import { firstOf } from './words';

/** How much later than its run a start may begin by the clocks, in nanoseconds; beyond, the run was started before. */
const SLACK = 1_000_000_000n;

/**
 * Starts whose run is in another trace. A message has a trace of its own where its sender is in no span, and so has what
 * its handler does: only the start itself, and spans that begin a trace although they have a caller, tell.
 */
export function splitStarts({ nodes }: Traces): Finding[] {
  const ofRuns = groups(nodes, ({ operation }) => operation?.runId);
  const found: string[] = [];
  for (const [runId, spans] of ofRuns) {
    const apart = spans.filter((node) => isApart(node, spans));
    if (apart.length === 0) continue;
    const traceIds = new Set([...spans.filter(isStartOrRun), ...apart].map(({ span }) => span.traceId));
    const names = [...new Set(apart.map(({ span }) => span.name))].slice(0, 3).join(', ');
    found.push(`run ${runId} in ${traceIds.size} traces: ${names} ${apart.length === 1 ? 'is' : 'are'} apart`);
  }
  return found.length === 0 ? [] : [finding('startInManyTraces', firstOf(found))];
}

const isStartOrRun = ({ operation }: Node) => operation?.kind === 'StartWorkflow' || operation?.kind === 'RunWorkflow';

function isApart(node: Node, ofRun: readonly Node[]): boolean {
  const { operation, span } = node;
  if (operation?.kind === 'RunWorkflow') {
    const starts = ofRun.filter(
      ({ operation, span: start }) =>
        operation?.kind === 'StartWorkflow' && start.startTimeUnixNano <= span.startTimeUnixNano + SLACK,
    );
    return starts.length > 0 && !starts.some(({ span: start }) => start.traceId === span.traceId);
  }
  if (span.parentSpanId !== undefined) return false;
  if (operation?.kind === 'RunActivity') {
    const asked = ofRun.filter((one) => one.operation?.kind === 'StartActivity' && one.operation.of === operation.of);
    return asked.length > 0 && !asked.some((one) => one.span.traceId === span.traceId);
  }
  const run = ofRun.find((one) => one.operation?.kind === 'RunWorkflow');
  return operation?.place === 'command' && run !== undefined && run.span.traceId !== span.traceId;
}
