import type { TreeNode } from '../../../src/tree';

/** A line of the waterfall. */
export interface Row {
  readonly node: TreeNode;
  readonly depth: number;
  readonly expanded: boolean;
}

/** The nodes that are not inside a collapsed one, from top to bottom. No recursion, since a chain may be thousands deep. */
export function visibleRows(roots: readonly TreeNode[], collapsed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const waiting = roots.map((node) => ({ node, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    const expanded = !collapsed.has(node.key);
    rows.push({ node, depth, expanded });
    if (!expanded) continue;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) waiting.push({ node: child, depth: depth + 1 });
    }
  }
  return rows;
}

/** Without those that hide the node. */
export function revealed(collapsed: ReadonlySet<string>, node: TreeNode): ReadonlySet<string> {
  const without = new Set(collapsed);
  for (let at = node.parent; at !== undefined; at = at.parent) without.delete(at.key);
  return without.size === collapsed.size ? collapsed : without;
}

/** The index of the node's row, or of the one that it is hidden in; else the first. */
export function rowOf(rows: readonly Row[], node: TreeNode | undefined): number {
  const indexes = new Map(rows.map((row, i) => [row.node, i]));
  for (let at = node; at !== undefined; at = at.parent) {
    const index = indexes.get(at);
    if (index !== undefined) return index;
  }
  return 0;
}
