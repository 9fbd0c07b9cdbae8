import { type Finding, finding } from '../findings/finding';
import { groups, type Node, type Traces } from './traces';
import { byName, spans } from './words';

/** How far apart the two spans of one attempt begin at most; attempts of an activity that overlap are further apart. */
const AT_ONCE = 50_000_000n;

/** Spans that are there twice, and operations that two spans stand for. */
export function doubled({ nodes }: Traces): Finding[] {
  const copies = nodes.filter(({ span: { copies = 1 } }) => copies > 1);
  const same = nodes.filter(endsAsBefore);
  const arrivedTwice = [...copies, ...same];
  const again = new Set(arrivedTwice);
  const nested = nodes.filter((node) => !again.has(node) && isWithinItself(node));
  const beside = besideThemselves(nodes.filter((node) => !again.has(node)));
  return [
    ...(arrivedTwice.length > 0
      ? [finding('spansTwice', [`${spans(arrivedTwice.length)} more than there should be`, ...byName(arrivedTwice)])]
      : []),
    ...(nested.length + beside.length > 0
      ? [
          finding('operationTwice', [
            `${spans(nested.length + beside.length)} more than there should be`,
            ...byName([...nested, ...beside]),
          ]),
        ]
      : []),
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
function isWithinItself({ span, operation, parent }: Node): boolean {
  if (operation === undefined || parent?.operation === undefined || parent.span.name !== span.name) return false;
  const { place, runId } = operation;
  return (place === 'client' || place === 'call' || place === 'command') && parent.operation.runId === runId;
}

/** Both read their parent from the headers of the activity, so that the inner one stands beside the outer one. */
function besideThemselves(nodes: readonly Node[]): Node[] {
  const activities = nodes.filter(({ operation }) => operation?.activityId !== undefined);
  const siblings = groups(activities, ({ parent, span }) => parent ?? span.parentSpanId);
  const attempts = [...siblings.values()].filter(({ length }) => length > 1).flatMap(ofOneActivity);
  return attempts.flatMap((list) => {
    const inOrder = [...list].sort((a, b) => (a.span.startTimeUnixNano < b.span.startTimeUnixNano ? -1 : 1));
    return inOrder.filter((inner, index) => {
      const outer = inOrder[index - 1];
      return outer !== undefined && isWithin(inner, outer);
    });
  });
}

/** The spans of activities in lists, one for each activity: its attempts, and their doubles. */
function ofOneActivity(siblings: readonly Node[]): Node[][] {
  return [...groups(siblings, ({ operation }) => `${operation?.runId}/${operation?.activityId}`).values()];
}

function isWithin({ span: inner }: Node, { span: outer }: Node): boolean {
  return inner.startTimeUnixNano - outer.startTimeUnixNano <= AT_ONCE && inner.endTimeUnixNano <= outer.endTimeUnixNano;
}
