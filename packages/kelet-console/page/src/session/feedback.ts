import type { SpanRef } from '../../../src/views';

/** What is judged: a session, or a span of it. */
export interface Judged {
  readonly sessionId: string;
  readonly span?: SpanRef | undefined;
}

/** 1 is a thumb up, and 0 is a thumb down. */
export type Thumb = 0 | 1;

/** The body of the signal, as an application sends it. */
export function feedbackBody({ sessionId, span }: Judged, score: Thumb): Readonly<Record<string, unknown>> {
  return {
    session_id: sessionId,
    ...(span && { trace_id: span.traceId }),
    kind: 'feedback',
    source: 'human',
    trigger_name: 'console',
    score,
    metadata: { ...(span && { span_id: span.spanId }), vote_key: voteKey(span) },
  };
}

/** The code that sends it. */
export function feedbackCode({ sessionId, span }: Judged, score: Thumb): string {
  const session = `await agenticSession({ sessionId: ${quoted(sessionId)} }, () =>`;
  if (span === undefined)
    return `${IMPORT}\n\n${session}\n  signal({ kind: 'feedback', source: 'human', triggerName: 'console', score: ${score}, key: '${voteKey(span)}' }),\n);`;
  return `${IMPORT}

${session}
  signal({
    kind: 'feedback',
    source: 'human',
    triggerName: 'console',
    score: ${score},
    key: '${voteKey(span)}',
    traceId: ${quoted(span.traceId)},
    metadata: { span_id: ${quoted(span.spanId)} },
  }),
);`;
}

/** One vote for each that is judged: another thumb changes it. */
function voteKey(span: SpanRef | undefined): string {
  return span === undefined ? 'console' : `console:${span.spanId}`;
}

const IMPORT = "import { agenticSession, signal } from 'kelet';";

function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside}'`;
}
