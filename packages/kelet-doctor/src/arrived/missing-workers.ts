import { type Finding, finding } from '../findings/finding';
import type { Traces } from './traces';
import { listed, processesOf } from './words';

/** A worker sends its spans every 5 seconds, and an activity is seen long before its workflow ends. */
const WORKERS_HAVE_MS = 15_000n;
/** One run may wait for somebody. */
const RUNS = 3;

/**
 * Starts of which no worker has told, although there was time. A run sends its own span at its end, and may wait for days
 * before it does anything: so that this needs several, and not one span of any worker.
 */
export function missingWorkers({ nodes }: Traces): Finding[] {
  const starts = nodes.filter(({ session, operation }) => session !== undefined && operation?.kind === 'StartWorkflow');
  const runs = new Set(starts.flatMap(({ operation }) => operation?.runId ?? []));
  if (runs.size < RUNS || nodes.some(({ operation }) => isOfWorker(operation?.place))) return [];
  const times = starts.map(({ span }) => span.startTimeUnixNano).sort((a, b) => (a < b ? -1 : 1));
  const spanned = (times.at(-1) ?? 0n) - (times[0] ?? 0n);
  if (spanned < WORKERS_HAVE_MS * 1_000_000n) return [];
  return [
    finding('workerSpansMissing', [
      `${runs.size} runs, started by ${processesOf(starts)} within ${spanned / 1_000_000_000n} s`,
      `workflows: ${listed(starts.flatMap(({ operation }) => operation?.of ?? []))}`,
    ]),
  ];
}

function isOfWorker(place: string | undefined): boolean {
  return place === 'handler' || place === 'command' || place === 'activity';
}
