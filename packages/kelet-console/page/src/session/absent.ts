import type { TreeNode } from '../../../src/tree';

/** What is said of a span that only its children tell of. */
export const ABSENT = 'not here yet: still running, or ended without its span';

export interface WorkflowRef {
  readonly workflowId: string;
  readonly runId: string | null;
}

/** The run that all children are of, which is then the parent's. */
export function workflowBelow({ children }: TreeNode): WorkflowRef | undefined {
  const spans = children.flatMap(({ span }) => (span?.workflowId ? [span] : []));
  const [first] = spans;
  if (first?.workflowId == null || spans.some(({ workflowId }) => workflowId !== first.workflowId)) return undefined;
  const sameRun = spans.every(({ runId }) => runId === first.runId);
  return { workflowId: first.workflowId, runId: sameRun ? first.runId : null };
}
