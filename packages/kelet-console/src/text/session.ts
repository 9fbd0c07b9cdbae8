import type { SessionDetailView, SignalView, SpanView } from '../views';
import { findingsText } from './findings';
import { count, isoTime, line } from './line';

/** One session as a tree of its spans, for a terminal or for a coding agent. */
export function sessionText(session: SessionDetailView): string {
  const { sessionId, userId, project, spans, signals, errors, running, metadata, tree, votes, findings } = session;
  const head = [
    `session ${line(sessionId)}${running ? ' (running)' : ''}`,
    ...(userId === null ? [] : [`user ${line(userId)}`]),
    ...(project === null ? [] : [`project ${line(project)}`]),
    ...(Object.keys(metadata).length === 0 ? [] : [`metadata ${line(JSON.stringify(metadata))}`]),
    [count(spans, 'span'), count(signals, 'signal'), count(errors, 'error')].join(', '),
  ];
  return [head.join('\n'), treeText(tree, votes), signalsText(votes), findingsText(findings)].join('\n\n');
}

function treeText(spans: readonly SpanView[], votes: readonly SignalView[]): string {
  const keys = new Set(spans.map(keyOf));
  const children = new Map<string, SpanView[]>();
  const orphans = new Map<string, SpanView[]>();
  const roots: SpanView[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId === null ? '' : `${span.traceId}/${span.parentSpanId}`;
    if (parent === '' || parent === keyOf(span)) roots.push(span);
    else add(keys.has(parent) ? children : orphans, parent, span);
  }
  const lines: string[] = [];
  const seen = new Set<string>();
  /** With all that is below; what a sender ties into a circle is there once. */
  function tell(span: SpanView, depth: number): void {
    const left: [SpanView, number][] = [[span, depth]];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [one, at] = next;
      if (seen.has(keyOf(one))) continue;
      seen.add(keyOf(one));
      lines.push(`${'  '.repeat(Math.min(at, MAX_DEPTH))}${spanText(one, votes)}`);
      for (const child of [...(children.get(keyOf(one)) ?? [])].reverse()) left.push([child, at + 1]);
    }
  }
  for (const span of roots) tell(span, 0);
  for (const [parent, below] of orphans) {
    lines.push(`(span ${parent.split('/')[1]} has not arrived: it is still running, or ended without sending it)`);
    for (const span of below) tell(span, 1);
  }
  for (const span of spans) tell(span, 0);
  return lines.join('\n');
}

/** Deeper ones are not moved further to the right. */
const MAX_DEPTH = 30;

const keyOf = ({ traceId, spanId }: SpanView) => `${traceId}/${spanId}`;

function add(map: Map<string, SpanView[]>, key: string, span: SpanView): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [span]);
  else known.push(span);
}

function spanText(span: SpanView, votes: readonly SignalView[]): string {
  const { name, start, end, error, agent, model, inputTokens, outputTokens, inSession, copies, traceId, spanId } = span;
  const judged = votes.filter((vote) => vote.spanId === spanId && !vote.superseded).length;
  return [
    line(name),
    `${(end - start).toFixed(1)} ms`,
    ...(error ? ['ERROR'] : []),
    ...(agent === null ? [] : [`agent ${line(agent)}`]),
    ...(model === null ? [] : [`model ${line(model)}`]),
    ...(inputTokens === null && outputTokens === null
      ? []
      : [`tokens ${inputTokens ?? '?'} in, ${outputTokens ?? '?'} out`]),
    ...(inSession ? [] : ['WITHOUT THE SESSION']),
    ...(copies > 1 ? [`ARRIVED ${copies} TIMES`] : []),
    ...(judged === 0 ? [] : [`judged by ${count(judged, 'signal')}`]),
    `${traceId}/${spanId}`,
  ].join(' · ');
}

function signalsText(votes: readonly SignalView[]): string {
  if (votes.length === 0) return 'no signals';
  return votes
    .map(({ kind, source, score, value, triggerName, superseded, at, spanId }) =>
      [
        isoTime(at),
        line(`${kind ?? 'signal'} by ${source ?? 'nobody'}`),
        ...(score === null ? [] : [`score ${score}`]),
        ...(value === null ? [] : [line(value)]),
        ...(triggerName === null ? [] : [line(triggerName)]),
        ...(spanId === null ? [] : [`about ${line(spanId)}`]),
        ...(superseded ? ['changed since'] : []),
      ].join(' · '),
    )
    .join('\n');
}
