import { checkOptions, type OptionRules, show } from 'kelet-core/internal';
import { openConsole } from './console';
import { ADDRESS_RULES } from './receive/address-rules';
import type { ReceivedSignal, ReceivedSpan } from './receive/received';
import { MAX_OF_SESSION } from './store/store';

/** Where a console listens, and where it keeps what arrives. */
export interface ConsoleOptions {
  /** The port to listen on; 0 for any free one. Default: 4390. */
  readonly port?: number;
  /** The address to listen on. Default: 127.0.0.1, so that only this machine can send and look. */
  readonly host?: string;
  /** The file to keep everything in, which is made where there is none. Default: memory. */
  readonly db?: string;
}

/** A console that listens, until `close()`. */
export interface RunningConsole {
  /** The address of its page, and the base URL for `configure({ apiUrl })`. */
  readonly url: string;
  /** The address at which its page shows a session. */
  sessionUrl(sessionId: string): string;
  /**
   * What has arrived of a session, by arrival: its signals, and all spans of its traces that carry no other session. Without
   * an id, of all sessions and of none. At most the newest 20,000 of each.
   */
  received(sessionId?: string): { readonly spans: readonly ReceivedSpan[]; readonly signals: readonly ConsoleSignal[] };
  /** Stops listening, cuts the connections that are open, and closes the file. */
  close(): Promise<void>;
}

/** A signal as a console keeps it: without the key of the API. */
export type ConsoleSignal = Omit<ReceivedSignal, 'apiKey'>;

const OPTION_RULES: OptionRules<ConsoleOptions> = {
  ...ADDRESS_RULES,
  db: { fits: (value) => typeof value === 'string' && value !== '', wanted: 'the name of a file', shown: show },
};

/**
 * Starts what `npx kelet-console` runs, for a program that shows its own sessions.
 *
 * @returns the console, once it listens; rejects with Node's error where it cannot, such as a port that is in use
 * @throws KeletError INVALID_CONFIG, as a rejection, where an option is unknown or wrong, or the file cannot be used
 */
export async function startConsole(options: ConsoleOptions = {}): Promise<RunningConsole> {
  checkOptions('startConsole()', options, OPTION_RULES);
  const { url, store, close } = await openConsole(options);
  return {
    url,
    sessionUrl: (sessionId) => `${url}/#/session/${encodeURIComponent(sessionId)}`,
    received: (sessionId) => store.arrived(sessionId, MAX_OF_SESSION),
    close,
  };
}
