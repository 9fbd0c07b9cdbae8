import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import type { Seen, Setup } from '../setup';

/** A transaction, as Sentry 10 sends it, and a span of it. */
interface SpanData {
  readonly trace_id: string;
  readonly description?: string;
  readonly data?: Record<string, unknown>;
}

interface Transaction {
  readonly transaction: string;
  readonly contexts: { readonly trace: SpanData };
  readonly spans: readonly SpanData[];
}

/** A span as Sentry 11 sends it. */
interface StreamedSpan {
  readonly trace_id: string;
  readonly name: string;
  readonly attributes: Record<string, { readonly value: unknown } | undefined>;
}

type Item = [{ readonly type: string }, unknown];

interface Sentry {
  init(options: object): unknown;
  flush(timeoutMs: number): Promise<boolean>;
}

/** Sentry as its documentation sets it up, with a transport that keeps what it is to send. */
export function setUp(name = '@sentry/node', options: object = {}): Setup {
  const sent: Seen[] = [];
  const keep = ([{ type }, payload]: Item) => {
    if (type === 'transaction') {
      const { transaction, contexts, spans } = payload as Transaction;
      for (const { trace_id: traceId, description = '', data } of [
        { ...contexts.trace, description: transaction },
        ...spans,
      ]) {
        sent.push({ name: description, traceId, session: data?.['gen_ai.conversation.id'] });
      }
    }
    if (type === 'span') {
      for (const { trace_id: traceId, name: description, attributes } of (payload as { items: StreamedSpan[] }).items) {
        sent.push({ name: description, traceId, session: attributes['gen_ai.conversation.id']?.value });
      }
    }
  };
  const transport = () => ({
    send: async ([, items]: [object, Item[]]) => {
      items.forEach(keep);
      return {};
    },
    flush: async () => true,
  });
  const sentry: Sentry = require(name);
  sentry.init({ dsn: 'http://public@127.0.0.1:9/1', tracesSampleRate: 1, transport, ...options });
  const { spanProcessor } = setupTelemetry();
  return {
    plugins: [new KeletPlugin()],
    call: inActivity,
    flush: async () => {
      await spanProcessor.forceFlush();
      await sentry.flush(2000);
    },
    theirs: () => sent,
  };
}
