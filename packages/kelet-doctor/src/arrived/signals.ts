import { SIGNAL_ACTIVITY } from 'kelet-temporal-interceptors/names';
import { type Finding, finding } from '../findings/finding';
import type { Arrived, ArrivedSignal } from './evidence';
import type { Traces } from './traces';
import { firstOf, listed, processesOf } from './words';

/** Spans wait in a batch for 5 seconds, and for longer where the API is slow. */
const SPANS_HAVE_MS = 30_000;

/** Signals of no conversation that is known, and signals of workflow code that nobody serves. */
export function signals(arrived: Arrived, traces: Traces): Finding[] {
  return [...ofUnknownSessions(arrived, traces), ...notServed(traces)];
}

/** Not of one session alone, nor where no span names any: a process that only votes has no spans. */
function ofUnknownSessions({ sessionId, signals, spans, now }: Arrived, { sessions }: Traces): Finding[] {
  if (sessionId !== undefined || sessions.size === 0) return [];
  let latest = now ?? 0;
  for (const { receivedAt = 0 } of [...spans, ...signals]) latest = Math.max(latest, receivedAt);
  const unknown = signals.filter(({ body, receivedAt }) => {
    const named = body['session_id'];
    const isSettled = receivedAt === undefined || latest - receivedAt >= SPANS_HAVE_MS;
    return typeof named === 'string' && !sessions.has(named) && isSettled;
  });
  if (unknown.length === 0) return [];
  const traceIds = new Set(spans.map(({ traceId }) => traceId));
  const strange = unknown.filter(({ body }) => !traceIds.has(String(body['trace_id'])));
  if (strange.length === 0) return [];
  return [
    finding('signalOfUnknownSession', [
      `${strange.length} ${strange.length === 1 ? 'signal' : 'signals'}: ${listed(strange.flatMap(kindOf))}`,
      `sessions of signals: ${listed(strange.map(({ body }) => String(body['session_id'])))}`,
      `sessions of spans: ${listed(sessions)}`,
    ]),
  ];
}

function kindOf({ body }: ArrivedSignal): string[] {
  return [body['trigger_name'] ?? body['kind']].filter((name) => typeof name === 'string');
}

/** The command has failed, and no worker has made a span of its activity: none has taken it. */
function notServed({ nodes }: Traces): Finding[] {
  const taken = new Set(nodes.filter(({ operation }) => operation?.kind === 'RunActivity').map(({ parent }) => parent));
  const lost = nodes.filter(
    (node) =>
      node.operation?.kind === 'StartActivity' &&
      node.operation.of === SIGNAL_ACTIVITY &&
      node.span.status?.code === 'error' &&
      !taken.has(node),
  );
  if (lost.length === 0) return [];
  return [
    finding('signalsNotServed', [
      `${lost.length} of ${SIGNAL_ACTIVITY}, from workflow code of ${processesOf(lost)}`,
      ...firstOf(lost.map(({ operation }) => `run ${operation?.runId}`)),
    ]),
  ];
}
