import { CONVERSATION_ID } from 'kelet-core/internal';
import type { ArrivedSpan } from './evidence';
import { type Operation, operationOf } from './operation';

/** A span, and what is known about it at first sight. */
export interface Node {
  readonly span: ArrivedSpan;
  /** The session that it names. */
  readonly session: string | undefined;
  /** What of Temporal it stands for. */
  readonly operation: Operation | undefined;
  /** Its parent, where that has arrived. */
  readonly parent: Node | undefined;
  /** The one of the same ids that arrived before it. */
  readonly before: Node | undefined;
}

/** Everything that arrived, with each span beside its parent. */
export interface Traces {
  readonly nodes: readonly Node[];
  /** The sessions that some span names. */
  readonly sessions: ReadonlySet<string>;
}

type Linked = { -readonly [K in keyof Node]: Node[K] };

export function traceIndex(spans: readonly ArrivedSpan[]): Traces {
  const byTrace = new Map<string, Map<string, Linked>>();
  const nodes: Linked[] = [];
  const sessions = new Set<string>();
  for (const span of spans) {
    const session = (span.attributes as ArrivedSpan['attributes'] | undefined)?.[CONVERSATION_ID];
    const node = {
      span,
      session: typeof session === 'string' ? session : undefined,
      operation: operationOf(span),
      parent: undefined,
      before: undefined as Linked | undefined,
    };
    if (node.session !== undefined) sessions.add(node.session);
    nodes.push(node);
    let byId = byTrace.get(span.traceId);
    if (byId === undefined) {
      byId = new Map();
      byTrace.set(span.traceId, byId);
    }
    node.before = byId.get(span.spanId);
    byId.set(span.spanId, node);
  }
  for (const node of nodes) {
    const { traceId, parentSpanId } = node.span;
    if (parentSpanId !== undefined) node.parent = byTrace.get(traceId)?.get(parentSpanId);
  }
  return { nodes, sessions };
}

/** Lists of what has the same key; what has none is left out. */
export function groups<T, K>(items: readonly T[], keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const list = found.get(key);
    if (list === undefined) found.set(key, [item]);
    else list.push(item);
  }
  return found;
}
