import type { ReceivedSignal, ReceivedSpan } from 'kelet-console';

const CONVERSATION_ID = 'gen_ai.conversation.id';

export interface Verdict {
  readonly good: boolean;
  readonly text: string;
}

/** The spans as trees, each with the conversation that it says it belongs to. */
export function renderTree(spans: readonly ReceivedSpan[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const children = (parent: ReceivedSpan | undefined): ReceivedSpan[] =>
    spans
      .filter(({ parentSpanId }) =>
        parent ? parentSpanId === parent.spanId : parentSpanId === undefined || !ids.has(parentSpanId),
      )
      .sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  const render = (parent: ReceivedSpan | undefined, indent: string): string[] =>
    children(parent).flatMap((span, index, all) => {
      const last = index === all.length - 1;
      const line = `${indent}${last ? '└─' : '├─'} ${span.name}`;
      const id = span.attributes[CONVERSATION_ID] ?? '— no conversation id —';
      return [`${line.padEnd(58)} ${id}`, ...render(span, `${indent}${last ? '   ' : '│  '}`)];
    });
  return render(undefined, '').join('\n');
}

/** Whether everything of one run says that it belongs to the one session. */
export function judge(
  sessionId: string,
  spans: readonly ReceivedSpan[],
  signals: readonly Pick<ReceivedSignal, 'body'>[],
): Verdict {
  const strangers = spans.filter((span) => span.attributes[CONVERSATION_ID] !== sessionId);
  const traces = new Set(spans.map(({ traceId }) => traceId)).size;
  const strays = signals.filter(({ body }) => body['session_id'] !== sessionId);
  const faults = [
    spans.length === 0 && 'no span arrived',
    strangers.length > 0 && `${strangers.length} of ${spans.length} spans lack the session`,
    traces > 1 && `the start made ${traces} traces`,
    signals.length === 0 && 'no signal arrived',
    strays.length > 0 && `${strays.length} of ${signals.length} signals have another session`,
  ].filter((fault) => fault !== false);
  return faults.length === 0
    ? { good: true, text: 'one session, one trace' }
    : { good: false, text: faults.join('; ') };
}
