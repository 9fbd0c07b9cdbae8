import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** What is known of a span at the backend of a user's own. */
export interface Seen {
  readonly name: string;
  readonly traceId: string;
  readonly session?: unknown;
}

/** One way in which a program has telemetry of its own. */
export interface Setup {
  readonly plugins: readonly object[];
  /** What the activity does. */
  readonly call?: () => Promise<unknown>;
  /** How workflows are started, where it is not once in a session. */
  readonly request?: (start: (workflowId: string) => Promise<unknown>) => Promise<unknown>;
  readonly flush: () => Promise<unknown>;
  /** The spans at the user's own backend so far. */
  readonly theirs: () => Seen[];
}

/** As an exporter in memory has them. */
export function seen(spans: readonly Pick<ReadableSpan, 'name' | 'spanContext' | 'attributes'>[]): Seen[] {
  return spans.map((span) => ({
    name: span.name,
    traceId: span.spanContext().traceId,
    session: span.attributes['gen_ai.conversation.id'],
  }));
}
