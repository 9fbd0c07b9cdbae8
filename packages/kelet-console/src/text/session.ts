import type { SessionDetailView, SignalView, SpanView } from '../views';
import { findingsText } from './findings';
import { line } from './line';

/** One session as a tree of its spans, for a terminal or for a coding agent. */
export function sessionText(session: SessionDetailView): string {
  const { sessionId, userId, project, spans, signals, errors, running, metadata, tree, votes, findings } = session;
  const head = [
    `session ${line(sessionId)}${running ? ' (running)' : ''}`,
    ...(userId === null ? [] : [`user ${line(userId)}`]),
    ...(project === null ? [] : [`project ${line(project)}`]),
    ...(Object.keys(metadata).length === 0 ? [] : [`metadata ${line(JSON.stringify(metadata))}`]),
    `${spans} spans, ${signals} signals, ${errors} errors`,
  ];
  return [head.join('\n'), treeText(tree, votes), signalsText(votes), findingsText(findings)].join('\n\n');
}

function treeText(spans: readonly SpanView[], votes: readonly SignalView[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, SpanView[]>();
  for (const span of spans) {
    const parent = span.parentSpanId !== null && span.parentSpanId !== span.spanId ? span.parentSpanId : '';
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const seen = new Set<string>();
  const lines: string[] = [];
  const add = (span: SpanView, depth: number): void => {
    if (seen.has(span.spanId)) return; // what a hostile sender ties into a circle ends here
    seen.add(span.spanId);
    lines.push(`${'  '.repeat(depth)}${spanText(span, votes)}`);
    for (const child of children.get(span.spanId) ?? []) add(child, depth + 1);
  };
  for (const [parent, below] of children) {
    if (parent !== '' && ids.has(parent)) continue;
    if (parent !== '') lines.push(`(span ${parent} has not arrived: it runs yet, or ended without sending it)`);
    for (const span of below) add(span, parent === '' ? 0 : 1);
  }
  for (const span of spans) add(span, 0);
  return lines.join('\n');
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
    ...(judged === 0 ? [] : [`judged by ${judged} signals`]),
    `${traceId}/${spanId}`,
  ].join(' · ');
}

function signalsText(votes: readonly SignalView[]): string {
  if (votes.length === 0) return 'no signals';
  return votes
    .map(({ kind, source, score, value, triggerName, superseded, at, spanId }) =>
      [
        new Date(at).toISOString(),
        line(`${kind} by ${source}`),
        ...(score === null ? [] : [`score ${score}`]),
        ...(value === null ? [] : [line(value)]),
        ...(triggerName === null ? [] : [line(triggerName)]),
        ...(spanId === null ? [] : [`about ${line(spanId)}`]),
        ...(superseded ? ['changed since'] : []),
      ].join(' · '),
    )
    .join('\n');
}
