import type { ReceivedSpan } from '../receive/received';
import { spanKind } from './span-kind';

/** What the columns of a span hold, in the order of `SPAN_COLUMNS`, but for those that are given by the console. */
export interface SpanColumns {
  readonly sessionId: string;
  readonly userId: string | null;
  readonly project: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly error: boolean;
  readonly agent: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly workflowId: string | null;
  readonly runId: string | null;
  readonly body: string;
}

const METADATA = 'metadata.';

export function columnsOf(span: ReceivedSpan): SpanColumns {
  const { attributes, status } = span;
  const text = (...keys: string[]) => firstText(attributes, keys);
  return {
    sessionId: sessionIdOf(attributes['gen_ai.conversation.id']),
    userId: text('user.id'),
    project: columnText(span.project) ?? text('kelet.project'),
    metadata: metadataOf(attributes),
    name: columnText(span.name) ?? '',
    kind: spanKind(span.name, attributes),
    start: toMs(span.startTimeUnixNano),
    end: Math.max(toMs(span.startTimeUnixNano), toMs(span.endTimeUnixNano)),
    error: status?.code === 'error',
    agent: text('gen_ai.agent.name'),
    model: text('gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'ai.model.id'),
    inputTokens: firstNumber(attributes, INPUT_TOKENS),
    outputTokens: firstNumber(attributes, OUTPUT_TOKENS),
    workflowId: text('temporalWorkflowId', 'workflow_id'),
    runId: text('run_id', 'temporalRunId'),
    body: bodyOf(span),
  };
}

const INPUT_TOKENS = ['gen_ai.usage.input_tokens', 'llm.token_count.prompt', 'ai.usage.promptTokens'];
const OUTPUT_TOKENS = ['gen_ai.usage.output_tokens', 'llm.token_count.completion', 'ai.usage.completionTokens'];

/** What comes back as a `ReceivedSpan`, with `spanOf()`. */
function bodyOf({ startTimeUnixNano, endTimeUnixNano, events, ...rest }: ReceivedSpan): string {
  const { traceId, spanId, parentSpanId, name, project, ...kept } = rest;
  return JSON.stringify({
    ...kept,
    startTimeUnixNano: String(startTimeUnixNano),
    endTimeUnixNano: String(endTimeUnixNano),
    ...(events && { events: events.map((event) => ({ ...event, timeUnixNano: String(event.timeUnixNano) })) }),
  });
}

/** A double holds the milliseconds since 1970 to a quarter of a microsecond. */
export function toMs(nanos: bigint): number {
  return Number(nanos) / 1e6;
}

/**
 * SQLite's driver takes a text to end at a zero, and can hold no half of a character: with them, two ids could be one.
 * The text in `body` is JSON, which escapes both.
 */
export function columnText(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return Buffer.from(value.replaceAll('\0', '\u2400'), 'utf8').toString('utf8');
}

/** Longer than any id that Kelet makes: such a text is no id, and would be in every list. */
const MAX_ID_CHARACTERS = 1024;

/** The session that a span or a signal names; `''` where that is none. */
export function sessionIdOf(value: unknown): string {
  const id = columnText(value) ?? '';
  return id.length > MAX_ID_CHARACTERS ? '' : id;
}

function metadataOf(attributes: ReceivedSpan['attributes']): Record<string, unknown> {
  const found = Object.entries(attributes).filter(([key]) => key.startsWith(METADATA));
  return Object.fromEntries(found.map(([key, value]) => [key.slice(METADATA.length), value]));
}

function firstText(attributes: ReceivedSpan['attributes'], keys: readonly string[]): string | null {
  const key = keys.find((one) => typeof attributes[one] === 'string' && attributes[one] !== '');
  return key === undefined ? null : columnText(attributes[key]);
}

function firstNumber(attributes: ReceivedSpan['attributes'], keys: readonly string[]): number | null {
  const key = keys.find((one) => Number.isFinite(attributes[one]));
  return key === undefined ? null : (attributes[key] as number);
}
