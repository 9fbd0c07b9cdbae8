import type { Slot } from 'kelet-core/internal';
import { type Finding, finding } from '../findings/finding';
import { spanCountsOf } from './span-counts';

/** By which the log knows that the API refused a key; see kelet-core's answer.ts and kelet-opentelemetry's export-failure.ts. */
const REFUSED = /^(signal|signal:again|spans:failed):answered (401|403)$/;
/** Fewer may be chance. */
const MANY = 10;

/** What is wrong by what became of the signals and spans of the process. */
export function checkCounted(current: Slot, isServed: boolean): Finding[] {
  const refused = refusedIn(current);
  const lines = Object.values(refused);
  return [
    ...(lines.length > 0 ? [finding('keyRefused', lines)] : []),
    ...unknownProject(current),
    ...signalsDropped(current, { isServed, isKeyRefused: refused.signals !== undefined }),
    ...spansLost(current, refused.spans !== undefined),
    ...allFiltered(current),
  ];
}

/** What the API has refused by its key. */
function refusedIn({ warned, signalState, telemetry }: Slot): { readonly signals?: string; readonly spans?: string } {
  const found: { signals?: string; spans?: string } = {};
  for (const key of warned.keys()) {
    const [, what, status] = REFUSED.exec(key) ?? [];
    if (what === undefined) continue;
    const kind = what === 'spans:failed' ? 'spans' : 'signals';
    const count = kind === 'spans' ? spanCountsOf(telemetry)?.dropped['failed'] : signalState.dropped.rejected;
    found[kind] = `${kind} were answered ${status}${count === undefined ? '' : `: ${count} lost`}`;
  }
  return found;
}

function unknownProject({ signalState, telemetry, warned }: Slot): Finding[] {
  const [signals, spans = 0] = [signalState.dropped.unknownProject, spanCountsOf(telemetry)?.dropped['unknownProject']];
  if (signals + spans === 0 && !warned.has('spans:unknownProject')) return [];
  return [finding('unknownProject', [`signals dropped: ${signals}`, `spans dropped: ${spans}`])];
}

/** Without those that another finding tells of. */
function signalsDropped(
  { signalState, warned }: Slot,
  { isServed, isKeyRefused }: { readonly isServed: boolean; readonly isKeyRefused: boolean },
): Finding[] {
  const { notConfigured: _, unknownProject: __, ...dropped } = signalState.dropped;
  const left = { ...dropped, ...(isKeyRefused && { rejected: 0 }), ...(!isServed && { undelivered: 0 }) };
  const counts = Object.entries(left).filter(([, count]) => count > 0);
  if (counts.length === 0) return [];
  const answers = [...warned.keys()].flatMap((key) => /^signal:(?:again:)?(answered \d+)$/.exec(key)?.[1] ?? []);
  return [
    finding('signalsDropped', [
      ...counts.map(([reason, count]) => `${reason}: ${count}`),
      ...[...new Set(answers)].map((answer) => `the API ${answer}`),
    ]),
  ];
}

function spansLost({ telemetry, warned }: Slot, isKeyRefused: boolean): Finding[] {
  const { queueFull = 0, failed = 0, shutdown = 0, filtered = 0 } = spanCountsOf(telemetry)?.dropped ?? {};
  const counts = Object.entries({ queueFull, failed: isKeyRefused ? 0 : failed, shutdown }).filter(([, n]) => n > 0);
  const answers = [...warned.keys()].flatMap((key) => /^spans:failed:(.+)$/.exec(key)?.[1] ?? []);
  // Those of other processors than that of setupTelemetry() are warned of, and not counted here.
  const isWarned = answers.some((answer) => !/^answered (401|403)$/.test(answer)) || warned.has('spans:queue-full');
  if (counts.length === 0 && !isWarned) return [];
  return [
    finding('spansLost', [
      ...counts.map(([reason, count]) => `${reason}: ${count}`),
      ...(filtered > 0 ? [`filtered, as you asked: ${filtered}`] : []),
      ...answers.map((answer) => `cause: ${answer}`),
    ]),
  ];
}

function allFiltered({ telemetry }: Slot): Finding[] {
  const { sent = 0, dropped: { filtered = 0 } = {} } = spanCountsOf(telemetry) ?? {};
  return sent > 0 || filtered < MANY
    ? []
    : [finding('spansAllFiltered', [`${filtered} spans filtered, and none sent`])];
}
