import type { ReceivedSpan } from '../receive/received';
import type { SpanDetailView, SpanKind, SpanView } from '../views';
import { toMs } from './columns';
import { inJson, lowerAscii, numberOf, textOf } from './rows';
import type { Row, Statements } from './statements';

/** A span as it came, and what the console knows of its arrival. */
export interface KeptSpan extends ReceivedSpan {
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly copies: number;
}

/** More spans of one session than these are not shown at once; the number of all is told. */
export const MAX_SPANS_SHOWN = 20_000;

const OF_TRACES = 'trace_id IN (SELECT trace_id FROM session_trace WHERE session_id = ?1)';
const LIGHT = `trace_id, span_id, parent_span_id, session_id, name, kind, start, "end", error, copies, agent, model,
  input_tokens, output_tokens, workflow_id, run_id`;

/** The spans of a session's traces, by start; those of other sessions left out, those of none included. */
export function readTree(statements: Statements, sessionId: string): readonly SpanView[] {
  return statements
    .all(
      `SELECT ${LIGHT} FROM span WHERE ${OF_TRACES} AND session_id IN (?1, '') ORDER BY start, id LIMIT ${MAX_SPANS_SHOWN}`,
      [sessionId],
    )
    .map((row) => spanView(row, sessionId));
}

export function readSpan(statements: Statements, traceId: string, spanId: string): SpanDetailView | undefined {
  const row = statements.get('SELECT * FROM span WHERE trace_id = ? AND span_id = ?', [traceId, spanId]);
  if (row === undefined) return undefined;
  const span = keptSpan(row);
  return {
    ...spanView(row, span.sessionId),
    project: textOf(row['project']),
    attributes: span.attributes,
    status: span.status ?? null,
    events: (span.events ?? []).map(({ timeUnixNano, ...event }) => ({ ...event, time: toMs(timeUnixNano) })),
    links: span.links ?? [],
    resource: span.resource,
    scope: span.scope ?? null,
  };
}

/** Whole spans: the newest `limit` of a session's traces, or of all, by arrival. */
export function readKeptSpans(
  statements: Statements,
  sessionId: string | undefined,
  limit: number,
): readonly KeptSpan[] {
  const rows =
    sessionId === undefined
      ? statements.all('SELECT * FROM span ORDER BY id DESC LIMIT ?', [limit])
      : statements.all(
          // The plus keeps SQLite from walking over all spans in the order of their ids.
          `SELECT * FROM span WHERE ${OF_TRACES} AND session_id IN (?1, '') ORDER BY +id DESC LIMIT ?2`,
          [sessionId, limit],
        );
  return rows.map(keptSpan).reverse();
}

/** The spans that ended in an error, the newest first. */
export function readErrors(statements: Statements, limit: number): readonly KeptSpan[] {
  return statements.all('SELECT * FROM span WHERE error ORDER BY id DESC LIMIT ?', [limit]).map(keptSpan);
}

/** Spans whose name or text holds `text`, the newest first. */
export function searchSpans(statements: Statements, text: string, limit: number): readonly KeptSpan[] {
  return statements
    .all('SELECT * FROM span WHERE instr(lower(name), ?1) OR instr(lower(body), ?2) ORDER BY id DESC LIMIT ?3', [
      lowerAscii(text),
      inJson(text),
      limit,
    ])
    .map(keptSpan);
}

function spanView(row: Row, sessionId: string): SpanView {
  return {
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    parentSpanId: textOf(row['parent_span_id']),
    name: String(row['name']),
    kind: String(row['kind']) as SpanKind,
    start: Number(row['start']),
    end: Number(row['end']),
    error: Boolean(row['error']),
    inSession: sessionId !== '' && row['session_id'] === sessionId,
    agent: textOf(row['agent']),
    model: textOf(row['model']),
    inputTokens: numberOf(row['input_tokens']),
    outputTokens: numberOf(row['output_tokens']),
    copies: Number(row['copies']),
    workflowId: textOf(row['workflow_id']),
    runId: textOf(row['run_id']),
  };
}

type Body = Omit<ReceivedSpan, 'startTimeUnixNano' | 'endTimeUnixNano' | 'events'> & {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly events?: readonly {
    readonly name: string;
    readonly timeUnixNano: string;
    readonly attributes: Record<string, unknown>;
  }[];
};

function keptSpan(row: Row): KeptSpan {
  const { events, startTimeUnixNano, endTimeUnixNano, ...body } = JSON.parse(String(row['body'])) as Body;
  const parentSpanId = textOf(row['parent_span_id']);
  const project = textOf(row['project']);
  return {
    ...body,
    traceId: String(row['trace_id']),
    spanId: String(row['span_id']),
    ...(parentSpanId !== null && { parentSpanId }),
    name: String(row['name']),
    startTimeUnixNano: BigInt(startTimeUnixNano),
    endTimeUnixNano: BigInt(endTimeUnixNano),
    ...(events && { events: events.map((event) => ({ ...event, timeUnixNano: BigInt(event.timeUnixNano) })) }),
    ...(project !== null && { project }),
    sessionId: String(row['session_id']),
    receivedAt: Number(row['received']),
    copies: Number(row['copies']),
  };
}
