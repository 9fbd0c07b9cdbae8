import type { TreeNode } from '../../../src/tree';

/** The next node after the active one that matches, and after the last of them the first again. */
export function nextMatch(
  nodes: readonly TreeNode[],
  activeKey: string | undefined,
  matches: (node: TreeNode) => boolean,
): TreeNode | undefined {
  const after = nodes.findIndex(({ key }) => key === activeKey) + 1;
  return nodes.slice(after).find(matches) ?? nodes.slice(0, after).find(matches);
}

/** Whether any name of the span has the text in it, in whatever case. */
export function matchesText(text: string): (node: TreeNode) => boolean {
  const wanted = text.trim().toLowerCase();
  return ({ span, spanId }) =>
    wanted !== '' &&
    [spanId, span?.name, span?.agent, span?.model, span?.workflowId].some((name) =>
      name?.toLowerCase().includes(wanted),
    );
}
