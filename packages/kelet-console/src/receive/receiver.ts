import { checkOptions } from 'kelet-core/internal';
import { ADDRESS_RULES } from './address-rules';
import { intake } from './intake';
import { listen } from './listen';
import type { ReceivedSignal, ReceivedSpan } from './received';

/** Where a receiver listens. */
export interface ReceiverOptions {
  /** The port to listen on. Default: any free one. */
  readonly port?: number;
  /** The address to listen on. Default: 127.0.0.1, so that only this machine can send. */
  readonly host?: string;
}

/** A receiver that listens, until `close()`. */
export interface Receiver {
  /** The base URL, for `configure({ apiUrl })`. */
  readonly url: string;
  /** The spans that have come in so far, in the order of arrival; the same array grows. */
  readonly spans: readonly ReceivedSpan[];
  /** The signals that have come in so far, in the order of arrival; the same array grows. */
  readonly signals: readonly ReceivedSignal[];
  /** Stops listening and cuts the connections that are open. */
  close(): Promise<void>;
}

/**
 * Takes what would go to the hosted Kelet API: signals, and OTLP traces as JSON or protobuf, gzip or not.
 * Keeps everything in memory, without a limit. Refuses what the API would refuse too: a request without a key, a body
 * that is not what its path takes.
 *
 * @returns the receiver, once it listens; rejects with Node's error where it cannot, such as a port that is in use
 * @throws KeletError INVALID_CONFIG, as a rejection, where an option is unknown or wrong
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  checkOptions('startReceiver()', options, ADDRESS_RULES);
  const { port = 0, host = '127.0.0.1' } = options;
  const spans: ReceivedSpan[] = [];
  const signals: ReceivedSignal[] = [];
  const sink = {
    keepSpans(received: readonly ReceivedSpan[]): () => void {
      for (const span of received) spans.push(span);
      return () => {};
    },
    keepSignal: (signal: ReceivedSignal): unknown => signals.push(signal),
  };
  const { url, close } = await listen(intake(sink), host, port);
  return { url, spans, signals, close };
}
