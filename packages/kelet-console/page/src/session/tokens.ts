import type { TreeNode } from '../../../src/tree';

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/**
 * What the model calls of a session took. A span above one that counts is left out: an agent, or the outer span of an SDK,
 * says the sum of its calls again.
 */
export function totalTokens(nodes: readonly TreeNode[]): Tokens | undefined {
  const counted = nodes.filter(({ span }) => span !== undefined && (span.inputTokens ?? span.outputTokens) !== null);
  if (counted.length === 0) return undefined;
  const above = new Set<TreeNode>();
  for (const node of counted) {
    for (let at = node.parent; at !== undefined && !above.has(at); at = at.parent) above.add(at);
  }
  let input = 0;
  let output = 0;
  for (const node of counted) {
    if (above.has(node)) continue;
    input += node.span?.inputTokens ?? 0;
    output += node.span?.outputTokens ?? 0;
  }
  return { input, output };
}
