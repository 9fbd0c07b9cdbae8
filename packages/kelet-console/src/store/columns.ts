import { CONVERSATION_ID, METADATA_PREFIX, PROJECT, USER_ID } from 'kelet-core/internal';
import type { ReceivedSpan } from '../receive/received';
import { spanKind } from './span-kind';

/** What is kept of a span in columns of its own, and all else as `body`. */
export interface SpanColumns {
  /** `''` for none. */
  readonly sessionId: string;
  readonly userId: string | null;
  readonly project: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly error: boolean;
  readonly isRun: boolean;
  readonly agent: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly workflowId: string | null;
  readonly runId: string | null;
  readonly body: string;
  /** How much of the store the span takes, roughly. */
  readonly bytes: number;
}

const INPUT_TOKENS = ['gen_ai.usage.input_tokens', 'llm.token_count.prompt', 'ai.usage.promptTokens'];
const OUTPUT_TOKENS = ['gen_ai.usage.output_tokens', 'llm.token_count.completion', 'ai.usage.completionTokens'];

/** What a row takes beside its texts: numbers, and its places in indexes. */
const ROW_BYTES = 300;

export function columnsOf(span: ReceivedSpan): SpanColumns {
  const { attributes, status, name } = span;
  const text = (...keys: string[]) => firstText(attributes, keys);
  const start = toMs(span.startTimeUnixNano);
  const texts = {
    sessionId: sessionIdOf(attributes[CONVERSATION_ID]),
    userId: text(USER_ID),
    project: textOrNull(span.project) ?? text(PROJECT),
    agent: text('gen_ai.agent.name'),
    model: text('gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'ai.model.id'),
    workflowId: text('temporalWorkflowId', 'workflowId'),
    runId: text('run_id', 'runId'),
    body: bodyOf(span),
  };
  return {
    ...texts,
    metadata: metadataOf(attributes),
    kind: spanKind(name, attributes),
    start,
    end: Math.max(start, toMs(span.endTimeUnixNano)),
    error: status?.code === 'error',
    isRun: name.startsWith('RunWorkflow:'),
    inputTokens: firstNumber(attributes, INPUT_TOKENS),
    outputTokens: firstNumber(attributes, OUTPUT_TOKENS),
    bytes: bytesOf(name, ...Object.values(texts)),
  };
}

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

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** How much of the store a row with these texts takes, roughly. */
export function bytesOf(...texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + (text === null ? 0 : Buffer.byteLength(text)), ROW_BYTES);
}

/** Longer than any id that Kelet makes: such a text is no id, and would be in every list. */
const MAX_ID_CHARACTERS = 1024;

/** The session that a span or a signal names; `''` where that is none. */
export function sessionIdOf(value: unknown): string {
  const id = textOrNull(value) ?? '';
  return id.length > MAX_ID_CHARACTERS ? '' : id;
}

/** Of the session: flat, as Kelet writes it. */
function metadataOf(attributes: ReceivedSpan['attributes']): Record<string, unknown> {
  const found = Object.entries(attributes).filter(
    ([key, value]) => key.startsWith(METADATA_PREFIX) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(found.map(([key, value]) => [key.slice(METADATA_PREFIX.length), value]));
}

function firstText(attributes: ReceivedSpan['attributes'], keys: readonly string[]): string | null {
  const key = keys.find((one) => textOrNull(attributes[one]) !== null);
  return key === undefined ? null : textOrNull(attributes[key]);
}

function firstNumber(attributes: ReceivedSpan['attributes'], keys: readonly string[]): number | null {
  const key = keys.find((one) => Number.isFinite(attributes[one]));
  return key === undefined ? null : (attributes[key] as number);
}
