import type { TreeNode } from '../../../src/tree';
import { useSurroundings } from '../shared/context';
import { Icon } from '../shared/icon';
import { KindMark } from '../shared/kind';
import { formatRoute } from '../shared/route';
import { temporalLink } from '../shared/temporal-link';
import { ABSENT, workflowBelow } from './absent';

/** What is known of a span that has not arrived. */
export function AbsentPanel({ node, sessionId }: { readonly node: TreeNode; readonly sessionId: string }) {
  const { info } = useSurroundings();
  const workflow = workflowBelow(node);
  const link = temporalLink(info, workflow?.workflowId ?? null, workflow?.runId ?? null);
  return (
    <div class="panel-body">
      <header class="panel-head">
        <h2>
          <KindMark kind="absent" /> {workflow?.workflowId ?? node.spanId}
        </h2>
        <a class="button" href={formatRoute({ page: 'session', sessionId })}>
          Close
        </a>
      </header>
      <p>
        This span is {ABSENT}. {node.children.length} of its children {node.children.length === 1 ? 'has' : 'have'}{' '}
        arrived. The span of a workflow run is sent when the run ends; a run that is terminated never sends it.
      </p>
      <p class="ids">
        span {node.spanId} of trace {node.traceId}
      </p>
      {link !== undefined && (
        <a class="button" href={link} target="_blank" rel="noreferrer">
          <Icon name="outside" /> Open in Temporal
        </a>
      )}
    </div>
  );
}
