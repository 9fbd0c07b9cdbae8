import type { SpanRef, SpanView } from './views';

/** A span in the tree of a session, or the place of one that has not arrived. */
export interface TreeNode extends SpanRef {
  readonly key: string;
  /** Absent where only children of it have arrived. */
  readonly span: SpanView | undefined;
  readonly parent: TreeNode | undefined;
  /** By start. */
  readonly children: readonly TreeNode[];
  readonly start: number;
  readonly end: number;
}

interface Building extends TreeNode {
  parent: Building | undefined;
  children: Building[];
  start: number;
  end: number;
}

export function spanKey({ traceId, spanId }: SpanRef): string {
  return `${traceId}/${spanId}`;
}

/**
 * The roots of all traces, by start. Whatever arrived is in it, once: of spans with the same ids the first, and of spans
 * that name each other as parents the earliest above the others.
 */
export function buildTree(spans: readonly SpanView[]): TreeNode[] {
  const nodes = new Map<string, Building>();
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const key = spanKey(span);
    if (!nodes.has(key)) nodes.set(key, nodeOf(span));
  }
  const absent = new Map<string, Building>();
  const roots: Building[] = [];
  // The latest first: the last to find that it is above its own parent is then the earliest, and becomes the root.
  for (const node of [...nodes.values()].reverse()) {
    const parent = parentOf(node, nodes, absent);
    if (parent === undefined || isAbove(node, parent)) {
      roots.push(node);
    } else {
      node.parent = parent;
      parent.children.push(node);
    }
  }
  for (const node of nodes.values()) node.children.reverse();
  for (const node of absent.values()) spread(node);
  return [...roots.reverse(), ...absent.values()].sort((a, b) => a.start - b.start);
}

function parentOf(node: Building, nodes: Map<string, Building>, absent: Map<string, Building>): Building | undefined {
  const spanId = node.span?.parentSpanId;
  if (!spanId) return undefined;
  const key = spanKey({ traceId: node.traceId, spanId });
  const known = nodes.get(key) ?? absent.get(key);
  if (known !== undefined) return known;
  const place = blank({ traceId: node.traceId, spanId });
  absent.set(key, place);
  return place;
}

function isAbove(node: Building, other: Building): boolean {
  for (let at: Building | undefined = other; at !== undefined; at = at.parent) if (at === node) return true;
  return false;
}

/** A span that has not arrived lasts, as far as anyone can see, from its first child to the end of its last. */
function spread(node: Building): void {
  node.children.reverse();
  node.start = node.children[0]?.start ?? 0;
  node.end = node.children.reduce((latest, { end }) => Math.max(latest, end), node.start);
}

function nodeOf(span: SpanView): Building {
  return { ...blank(span), span, start: span.start, end: Math.max(span.start, span.end) };
}

function blank({ traceId, spanId }: SpanRef): Building {
  const key = spanKey({ traceId, spanId });
  return { key, traceId, spanId, span: undefined, parent: undefined, children: [], start: 0, end: 0 };
}
