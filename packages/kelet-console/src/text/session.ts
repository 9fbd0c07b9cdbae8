import { buildTree, type TreeNode } from '../tree';
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

/** Deeper ones are not moved further to the right. */
const MAX_DEPTH = 30;

function treeText(spans: readonly SpanView[], votes: readonly SignalView[]): string {
  const lines: string[] = [];
  // No recursion: a branch may be deeper than the stack.
  const left = inTurn(buildTree(spans), 0);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, depth } = next;
    lines.push(`${'  '.repeat(Math.min(depth, MAX_DEPTH))}${nodeText(node, votes)}`);
    left.push(...inTurn(node.children, depth + 1));
  }
  return lines.join('\n');
}

/** The last first, for a stack. */
function inTurn(nodes: readonly TreeNode[], depth: number) {
  return nodes.map((node) => ({ node, depth })).reverse();
}

function nodeText({ span, spanId }: TreeNode, votes: readonly SignalView[]): string {
  if (span !== undefined) return spanText(span, votes);
  return `(span ${spanId} has not arrived: it is still running, or ended without sending it)`;
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
