import { type Finding, finding } from '../findings/finding';
import type { Node, Traces } from './traces';
import type { Doubles } from './twice';
import { byName, firstOf, listed, processesOf, spans } from './words';

/**
 * Spans that lack their session: those below a span that has one. A span above is not meant to have one: a session may
 * begin at any depth, such as within the request of a web server.
 */
export function lostSessions(traces: Traces, { pairs }: Doubles): Finding[] {
  const breaks = breaksOf(traces.nodes);
  const onTheWay: Node[] = [];
  const others: Node[] = [];
  // Of two spans for the same, Kelet has put the session on one.
  const doubles = new Set(pairs.flat());
  for (const [node, top] of breaks) if (!doubles.has(node)) (isOnTheWay(top) ? onTheWay : others).push(node);
  return [...(onTheWay.length > 0 ? [lostOnTheWay(onTheWay, traces)] : []), ...withoutSession(others, breaks)];
}

/** Each span that lacks its session, with the highest one of its branch that does. */
function breaksOf(nodes: readonly Node[]): Map<Node, Node> {
  /** `undefined` for a span that lacks nothing. */
  const tops = new Map<Node, Node | undefined>();
  const breaks = new Map<Node, Node>();
  for (const start of nodes) {
    const path: Node[] = [];
    let node: Node | undefined = start;
    // A branch that was looked at ends the way; so does a ring, which no real trace has.
    while (node !== undefined && node.session === undefined && !tops.has(node)) {
      tops.set(node, undefined);
      path.push(node);
      node = node.parent;
    }
    let top = node !== undefined && node.session === undefined ? tops.get(node) : undefined;
    const isBelow = node?.session !== undefined;
    for (const passed of path.reverse()) {
      if (isBelow) top ??= passed;
      tops.set(passed, top);
      if (top !== undefined) breaks.set(passed, top);
    }
  }
  return breaks;
}

/** Whether the session was lost between the call of a client and the workflow code that it reached. */
function isOnTheWay({ operation, parent }: Node): boolean {
  const from = parent?.operation?.place;
  return operation?.place === 'handler' && (from === 'client' || from === 'call');
}

function lostOnTheWay(nodes: readonly Node[], { nodes: all }: Traces): Finding {
  const reached = nodes.filter(isOnTheWay);
  const callers = reached.flatMap(({ parent }) => parent ?? []);
  const sides = `from ${processesOf(callers)} to ${processesOf(reached)}`;
  return finding('sessionLostOnTheWay', [
    `${sides}: ${guilty(callers, reached, all)}`,
    `sessions: ${listed(callers.flatMap(({ session }) => session ?? []))}`,
    `runs: ${listed(reached.flatMap(({ operation }) => operation?.runId ?? []))}`,
    ...byName(nodes),
  ]);
}

/** Which of the two sides it is, where the rest of what arrived tells. */
function guilty(callers: readonly Node[], reached: readonly Node[], all: readonly Node[]): string {
  const [client, worker] = [processesOf(callers), processesOf(reached)];
  if (client === worker) return 'Kelet is missing on the client or on the worker';
  const carried = all.filter(({ session, operation }) => session !== undefined && operation?.place === 'handler');
  const arrivesAtWorker = carried.some((node) => processesOf([node]) === worker);
  if (arrivesAtWorker) return 'Kelet is missing on the client, since other calls reach this worker with theirs';
  const leavesClient = carried.some(({ parent }) => parent !== undefined && processesOf([parent]) === client);
  if (leavesClient) return 'Kelet is missing on the worker, since other calls of this client arrive with theirs';
  return 'Kelet is missing on the client or on the worker';
}

function withoutSession(nodes: readonly Node[], breaks: ReadonlyMap<Node, Node>): Finding[] {
  if (nodes.length === 0) return [];
  const above = nodes.flatMap((node) => breaks.get(node)?.parent ?? []);
  const traceIds = nodes.map(({ span }) => span.traceId);
  return [
    finding('spansWithoutSession', [
      `${spans(nodes.length)} of ${processesOf(nodes)}`,
      ...byName(nodes),
      `sessions above them: ${listed(above.flatMap(({ session }) => session ?? []))}`,
      ...firstOf([...new Set(traceIds)].slice(0, 3).map((id) => `trace ${id}`)),
    ]),
  ];
}
