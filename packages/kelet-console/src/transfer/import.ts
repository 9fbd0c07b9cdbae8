import { type OtlpRequest, toSpans } from '../receive/otlp';
import type { ReceivedSpan } from '../receive/received';
import { Refusal } from '../receive/refusal';
import type { KeptSignal } from '../store/read-signals';
import type { Store } from '../store/store';
import type { SpanArrival } from '../store/write-spans';
import { spanKey } from '../tree';

/** What a file has brought, or had brought before. */
export interface Imported {
  readonly spans: number;
  readonly signals: number;
}

/**
 * Keeps what `exportSession()` wrote, or any OTLP in JSON; the same file again changes nothing.
 *
 * @throws Refusal 400 where the text is neither
 */
export function importSessions(store: Store, text: Buffer): Imported {
  const { spans, signals, arrivals } = read(text);
  store.keepExported(spans, signals, (span) => {
    const { receivedAt, copies } = arrivals[spanKey(span)] ?? {};
    return { receivedAt: finite(receivedAt) ?? Date.now(), copies: finite(copies) ?? 1 };
  });
  return { spans: spans.length, signals: signals.length };
}

interface Contents {
  readonly spans: readonly ReceivedSpan[];
  readonly signals: readonly KeptSignal[];
  readonly arrivals: Readonly<Record<string, Partial<SpanArrival> | null>>;
}

function read(text: Buffer): Contents {
  try {
    const document = JSON.parse(new TextDecoder().decode(text)) as OtlpRequest & Partial<Record<string, unknown>>;
    const { resourceSpans, signals, arrivals = {} } = document;
    if (resourceSpans === undefined && signals === undefined) throw new Error('it has neither');
    return {
      spans: toSpans(document, (id) => id.toLowerCase()),
      signals: ((signals ?? []) as readonly unknown[]).map(signalOf),
      arrivals: arrivals as Contents['arrivals'],
    };
  } catch {
    throw new Refusal(400, 'the file is neither an export of a kelet-console nor OTLP as JSON');
  }
}

function signalOf(value: unknown): KeptSignal {
  const { project, idempotencyKey, body, receivedAt } = value as Partial<KeptSignal>;
  if (typeof project !== 'string' || typeof body !== 'object' || body === null) throw new Error('no signal');
  return {
    project,
    ...(typeof idempotencyKey === 'string' && { idempotencyKey }),
    body,
    receivedAt: finite(receivedAt) ?? 0,
  };
}

function finite(value: unknown): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined;
}
