/**
 * What the console's JSON routes answer with, for its page, its commands and MCP.
 *
 * Times are milliseconds since 1970, with fractions; ids are lower-case hexadecimal digits.
 *
 * @module
 */
import type { Finding } from 'kelet-doctor';

/** One line of the list of sessions: `GET /api/console/sessions`. */
export interface SessionView {
  readonly sessionId: string;
  readonly userId: string | null;
  readonly project: string | null;
  /** Of the earliest span or signal. */
  readonly firstAt: number;
  /** Of the latest span's end or signal. */
  readonly lastAt: number;
  readonly spans: number;
  readonly signals: number;
  /** Spans whose status is an error. */
  readonly errors: number;
  /** Whether a workflow run of it has begun, and its span has not arrived: open yet, or terminated. */
  readonly running: boolean;
  /** The score of the newest feedback signal of a human, from 0 to 1. */
  readonly verdict: number | null;
}

/** Which sessions of the list are wanted: all, or those that run, have errors, or have signals. */
export const SESSION_STATES = ['all', 'running', 'errors', 'votes'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What kind of work a span is about, for its colour and its icon. */
export type SpanKind = 'client' | 'workflow' | 'activity' | 'agent' | 'llm' | 'tool' | 'nexus' | 'other';

/** A span, by what names it in every trace. */
export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span in the tree of a session, without what only its own page shows. */
export interface SpanView extends SpanRef {
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
  readonly error: boolean;
  /** Whether the span carries the id of this session. Spans of its traces that carry none are in the tree, too. */
  readonly inSession: boolean;
  /** `gen_ai.agent.name`. */
  readonly agent: string | null;
  /** `gen_ai.response.model`, else `gen_ai.request.model`. */
  readonly model: string | null;
  /** `gen_ai.usage.input_tokens` and `gen_ai.usage.output_tokens`. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** How often the same span arrived; 1 unless something sends it twice. */
  readonly copies: number;
  readonly workflowId: string | null;
  readonly runId: string | null;
}

/** Every field of a span: `GET /api/console/spans/:traceId/:spanId`. */
export interface SpanDetailView extends SpanView {
  readonly project: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: 'ok' | 'error'; readonly message?: string } | null;
  readonly events: readonly {
    readonly name: string;
    readonly time: number;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly links: readonly SpanRef[];
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string | null;
}

/** A feedback signal, as it came. */
export interface SignalView {
  /** Of this console: the order of arrival. */
  readonly id: number;
  readonly project: string;
  readonly sessionId: string | null;
  readonly traceId: string | null;
  /** The span that it judges, from `metadata.span_id`. */
  readonly spanId: string | null;
  readonly at: number;
  readonly kind: string | null;
  readonly source: string | null;
  readonly triggerName: string | null;
  readonly score: number | null;
  readonly value: string | null;
  readonly confidence: number | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** Whether a newer signal of the same session has the same `metadata.vote_key`: a vote that was changed since. */
  readonly superseded: boolean;
}

/** One session whole: `GET /api/console/session?id=`. */
export interface SessionDetailView extends SessionView {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** By start. At most `MAX_SPANS_SHOWN`; `spans` has the number of all. */
  readonly tree: readonly SpanView[];
  /** By time. */
  readonly votes: readonly SignalView[];
  readonly findings: readonly Finding[];
}

/** `GET /api/console/sessions`. */
export interface SessionListView {
  /** The newest activity first. */
  readonly sessions: readonly SessionView[];
  /** How many match in all. */
  readonly total: number;
}

/** `GET /api/console/info`. */
export interface InfoView {
  readonly version: string;
  /** The address that applications send to, without a path. */
  readonly url: string;
  /** The base URL of Temporal's UI, for links; null where it was turned off. */
  readonly temporalUi: string | null;
  readonly namespace: string;
  /** Sessions that had to leave, since memory or the file is bounded. */
  readonly evicted: number;
}

/** An event of `GET /api/console/events` (server-sent events, `event: change`): what is to be read again. */
export interface ChangeEvent {
  /** The sessions that have something new; null where they are too many to name. */
  readonly sessionIds: readonly string[] | null;
}
