import { type OtlpRequest, spansFromJson } from '../receive/otlp';
import type { ReceivedSpan } from '../receive/received';
import { Refusal } from '../receive/refusal';
import type { KeptSignal } from '../store/read-signals';
import type { Store } from '../store/store';

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
  const { spans, signals } = read(text);
  store.keepExported(spans, signals);
  return { spans: spans.length, signals: signals.length };
}

function read(text: Buffer): { readonly spans: readonly ReceivedSpan[]; readonly signals: readonly KeptSignal[] } {
  try {
    const document = JSON.parse(new TextDecoder().decode(text)) as OtlpRequest & {
      readonly signals?: readonly unknown[];
    };
    if (document.resourceSpans === undefined && document.signals === undefined) throw new Error('it has neither');
    return { spans: spansFromJson(text), signals: (document.signals ?? []).map(signalOf) };
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
    receivedAt: Number.isFinite(receivedAt) ? (receivedAt as number) : 0,
  };
}
