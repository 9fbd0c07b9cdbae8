import { useMemo } from 'preact/hooks';
import { buildTree, type TreeNode } from '../../../src/tree';
import type { SessionDetailView } from '../../../src/views';
import { sessionPath } from '../shared/api';
import type { Live } from '../shared/live';
import { useResource } from '../shared/use-resource';
import { type Axis, axisOf } from './axis';
import { visibleRows } from './rows';
import { placeSignals, type SignalPlaces } from './signal-places';

/** A session, and all that is worked out of it once for each answer. */
export interface SessionModel {
  readonly session: SessionDetailView;
  readonly roots: readonly TreeNode[];
  /** From top to bottom, as if nothing were collapsed. */
  readonly nodes: readonly TreeNode[];
  readonly byKey: ReadonlyMap<string, TreeNode>;
  readonly signals: SignalPlaces;
  readonly axis: Axis;
}

export function useSession(live: Live, sessionId: string) {
  const { data, error } = useResource<SessionDetailView>(
    live,
    sessionPath(sessionId),
    (changed) => changed === null || changed.includes(sessionId),
  );
  const model = useMemo(() => (data === undefined ? undefined : modelOf(data)), [data]);
  return { model, error };
}

function modelOf(session: SessionDetailView): SessionModel {
  const roots = buildTree(session.tree);
  const nodes = visibleRows(roots, new Set()).map(({ node }) => node);
  const moments = session.votes.map(({ at }) => ({ start: at, end: at }));
  return {
    session,
    roots,
    nodes,
    byKey: new Map(nodes.map((node) => [node.key, node])),
    signals: placeSignals(session.votes, nodes),
    axis: axisOf([...nodes, ...moments]),
  };
}
