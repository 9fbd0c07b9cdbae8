import { type Finding, finding } from '../findings/finding';
import { groups, type Node, type Traces } from './traces';
import { firstOf, processOf, spans } from './words';

/** Clocks that are set by the network differ by less than that. */
const TOLERANCE_MS = 1_000;

/** Clocks that are clearly off, by the pairs of spans of which one causes the other. */
export function clocks({ nodes }: Traces): Finding[] {
  const off: { readonly line: string; readonly byMs: number }[] = [];
  for (const { span, parent, operation } of nodes) {
    // A query is answered at the time of the workflow's last task.
    if (operation?.kind === 'HandleQuery') continue;
    if (parent !== undefined && isCaused(operation?.place, parent.operation?.place)) {
      const byMs = toMs(parent.span.startTimeUnixNano - span.startTimeUnixNano);
      if (byMs > TOLERANCE_MS) off.push({ line: beforeIts(parent, span, operation?.place), byMs });
    }
    const byMs = toMs(span.endTimeUnixNano) - (span.receivedAt ?? Number.POSITIVE_INFINITY);
    if (byMs > TOLERANCE_MS) off.push({ line: `${clockOf(operation?.place, span)} ends after it has arrived`, byMs });
  }
  const lines = [...groups(off, ({ line }) => line)].map(([line, all]) => {
    const most = all.reduce((max, { byMs }) => Math.max(max, byMs), 0);
    return `${line}: up to ${Math.round(most)} ms, in ${spans(all.length)}; ${TOLERANCE_MS} ms are allowed for`;
  });
  return lines.length === 0 ? [] : [finding('clockOff', firstOf(lines))];
}

const toMs = (nanos: bigint) => Number(nanos / 1_000_000n);

/** Temporal's own spans alone: those of users may begin at any time that their author says. */
function isCaused(place: Place, by: Place): boolean {
  if (place === 'handler') return by === 'client' || by === 'call' || by === 'command';
  return place === 'activity' && by === 'command';
}

type Place = NonNullable<Node['operation']>['place'] | undefined;

function beforeIts(parent: Node, span: Node['span'], place: Place): string {
  return `${clockOf(place, span)} begins before what called it, by the clock of ${clockOf(parent.operation?.place, parent.span)}`;
}

/** Workflow code has the time of the Temporal server. */
function clockOf(place: Place, span: Node['span']): string {
  return place === 'handler' || place === 'command'
    ? 'workflow code (the clock of the Temporal server)'
    : processOf(span);
}
