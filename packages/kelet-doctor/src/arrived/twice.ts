import { type Finding, finding } from '../findings/finding';
import { groups, type Node, type Traces } from './traces';
import { byName, spans } from './words';

/** How far apart the two spans of one attempt begin at most; attempts of an activity that overlap are further apart. */
const AT_ONCE = 50_000_000n;

/** A span begins at a whole millisecond, and its end is as far from there as it took. */
const ROUNDED = 1_000_000n;

/** Spans that are there more than once. */
export interface Doubles {
  /** Those that arrived again. */
  readonly copies: readonly Node[];
  /** Those that stand for the same as another one, with that one. */
  readonly pairs: readonly (readonly [outer: Node, inner: Node])[];
}

export function doublesIn({ nodes }: Traces): Doubles {
  const again = new Set(nodes.filter((node) => (node.span.copies ?? 1) > 1 || endsAsBefore(node)));
  const once = again.size === 0 ? nodes : nodes.filter((node) => !again.has(node));
  return { copies: [...again], pairs: [...once.flatMap(withinItself), ...besideThemselves(once)] };
}

export function doubled({ copies, pairs }: Doubles): Finding[] {
  const more = (nodes: readonly Node[]) => [`${spans(nodes.length)} more than there should be`, ...byName(nodes)];
  return [
    ...(copies.length > 0 ? [finding('spansTwice', more(copies))] : []),
    ...(pairs.length > 0 ? [finding('operationTwice', more(pairs.map(([, inner]) => inner)))] : []),
  ];
}

/** By its end as well as its ids: a workflow task that is repeated ends its spans again, under the same ids. */
function endsAsBefore({ span, before }: Node): boolean {
  for (let earlier = before; earlier !== undefined; earlier = earlier.before) {
    if (earlier.span.endTimeUnixNano === span.endTimeUnixNano) return true;
  }
  return false;
}

/** A call or a command within the same one: the outer interceptor has called the inner one. */
function withinItself(inner: Node): [Node, Node][] {
  const { span, operation, parent: outer } = inner;
  if (operation === undefined || outer?.operation === undefined || outer.span.name !== span.name) return [];
  const { place, runId } = operation;
  const isCall = place === 'client' || place === 'call' || place === 'command';
  return isCall && outer.operation.runId === runId ? [[outer, inner]] : [];
}

/** Both read their parent from the headers of the activity, so that the inner one stands beside the outer one. */
function besideThemselves(nodes: readonly Node[]): [Node, Node][] {
  const activities = nodes.filter(({ operation }) => operation?.activityId !== undefined);
  const siblings = groups(activities, ({ parent, span }) => parent ?? span.parentSpanId);
  const attempts = [...siblings.values()].filter(({ length }) => length > 1).flatMap(ofOneActivity);
  return attempts.flatMap((list) => {
    const inOrder = [...list].sort(outerFirst);
    return inOrder.flatMap((inner, index): [Node, Node][] => {
      const outer = inOrder[index - 1];
      return outer !== undefined && isWithin(inner, outer) ? [[outer, inner]] : [];
    });
  });
}

/** The spans of activities in lists, one for each activity: its attempts, and their doubles. */
function ofOneActivity(siblings: readonly Node[]): Node[][] {
  return [...groups(siblings, ({ operation }) => `${operation?.runId}/${operation?.activityId}`).values()];
}

function outerFirst({ span: a }: Node, { span: b }: Node): number {
  const [starts, ends] = [a.startTimeUnixNano - b.startTimeUnixNano, b.endTimeUnixNano - a.endTimeUnixNano];
  return Number(starts === 0n ? ends : starts);
}

function isWithin({ span: inner }: Node, { span: outer }: Node): boolean {
  const startsAtOnce = inner.startTimeUnixNano - outer.startTimeUnixNano <= AT_ONCE;
  return startsAtOnce && inner.endTimeUnixNano <= outer.endTimeUnixNano + ROUNDED;
}
