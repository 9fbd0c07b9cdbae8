import { type OtlpRequest, spansFromJson } from '../receive/otlp';
import type { ReceivedSignal } from '../receive/received';
import { Refusal } from '../receive/refusal';
import type { Store } from '../store/store';

/** What an import has brought. */
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
  store.spans(spans, text);
  for (const signal of signals) store.signal(signal);
  return { spans: spans.length, signals: signals.length };
}

function read(text: Buffer) {
  try {
    const document = JSON.parse(text.toString('utf8')) as OtlpRequest & { readonly signals?: readonly unknown[] };
    if (document.resourceSpans === undefined && document.signals === undefined) throw new Error('it has neither');
    return { spans: spansFromJson(text), signals: (document.signals ?? []).map(signalOf) };
  } catch {
    throw new Refusal(400, 'the file is neither an export of a kelet-console nor OTLP as JSON');
  }
}

/** A signal that has no key of its own is told by its place in the file, so that it is kept once. */
function signalOf(value: unknown, index: number): ReceivedSignal {
  const { project, idempotencyKey, body } = value as Partial<ReceivedSignal>;
  if (typeof project !== 'string' || typeof body !== 'object' || body === null) throw new Error('no signal');
  const key = typeof idempotencyKey === 'string' ? idempotencyKey : `import:${index}:${JSON.stringify(body)}`;
  return { project, apiKey: '', idempotencyKey: key, body };
}
