import type { SignalTransport } from './signal-types';

/** How signals leave a process. Times are in milliseconds. */
export interface SignalOptions {
  /** How long one attempt may take. Default: 10 000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often a signal is tried in all. Default: 3. */
  readonly maxAttempts?: number | undefined;
  /** The wait before the second attempt, doubled for each later one, less up to half of it by chance. Default: 500. */
  readonly backoffMs?: number | undefined;
  /** The longest wait that the API may ask for with Retry-After. Default: 30 000. */
  readonly maxRetryAfterMs?: number | undefined;
  /** How many signals of one project are on their way at once; further ones wait. Default: 64. */
  readonly maxInFlight?: number | undefined;
  /** How many signals of one project wait at most; further ones are given up at once. Default: 10 000. */
  readonly maxQueue?: number | undefined;
  /**
   * Emit each signal that was sent as OpenTelemetry's event `gen_ai.evaluation.result` too, through the logger provider
   * of the process, where there is one. Default: false.
   */
  readonly evaluationEvents?: boolean | undefined;
  /** Takes the signals instead of HTTP: then the options of time and of number have no effect. */
  readonly transport?: SignalTransport | undefined;
}

/** The same, with the defaults filled in. */
export interface ResolvedSignalOptions {
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly backoffMs: number;
  readonly maxRetryAfterMs: number;
  readonly maxInFlight: number;
  readonly maxQueue: number;
  readonly evaluationEvents: boolean;
  readonly transport?: SignalTransport;
}

/** Whether a signal that is given up is logged and dropped, or is an error of its sender, too. */
export type SignalFailureMode = 'swallow' | 'raise';

/** How references are signed, by HMAC-SHA-256. */
export interface ReferenceOptions {
  /**
   * The first one signs, and each is good for checking: to change the secret, put the new one before the old one. At
   * least 16 characters each.
   */
  readonly secrets: readonly string[];
  /** How old a reference may be, in milliseconds. Default: of any age. */
  readonly maxAgeMs?: number | undefined;
}

/** How spans and signals of sessions of one project leave the process. */
export interface ProjectOptions {
  /** The key of the Kelet API. Default: the process's. */
  readonly apiKey?: string | undefined;
  /** The API's base URL, http or https. Default: the process's. */
  readonly apiUrl?: string | undefined;
}

/** What `configure()` takes. An option that is absent or `undefined` has its default. */
export interface ConfigureOptions {
  /** The key of the Kelet API. Default: the environment variable KELET_API_KEY. */
  readonly apiKey?: string | undefined;
  /** The project that spans and signals belong to, but for sessions that name another. Default: KELET_PROJECT. */
  readonly project?: string | undefined;
  /**
   * The projects that a session may name beside the process's own, `{}` for one that shares all with it. Of a session that
   * names any other project nothing is sent, which is counted as `unknownProject`. Default: a session may name each
   * project, and the process's key serves it.
   */
  readonly projects?: { readonly [project: string]: ProjectOptions } | undefined;
  /** The API's base URL, http or https. Default: KELET_API_URL, else https://api.kelet.ai. */
  readonly apiUrl?: string | undefined;
  /** What becomes of a signal that could not be delivered. Default: 'swallow', that is log and drop. */
  readonly signalFailureMode?: SignalFailureMode | undefined;
  /**
   * Changes each user id as `agenticSession()` takes it, for example into an HMAC, so that the id itself reaches
   * no header, span or signal. Runs where `agenticSession()` is called, but not in workflow code, which takes
   * ids as they are. It must give a string of 1 to 256 bytes, and the same one for the same id.
   */
  readonly transformUserId?: ((userId: string) => string) | undefined;
  /** How signals leave this process. */
  readonly signals?: SignalOptions | undefined;
  /** Signs the references that `referenceTo()` makes, and refuses those that are not signed. Default: neither. */
  readonly references?: ReferenceOptions | undefined;
  /**
   * Flush signals, and the spans in Kelet's batches, when nothing else is left to do in the process, for 10 seconds at most.
   * Not where `process.exit()` or a signal ends it: call `flushAll()` ahead of that. Default: false.
   */
  readonly flushAtExit?: boolean | undefined;
  /** Throw where the key or the project is missing, instead of a warning. Default: false. */
  readonly strict?: boolean | undefined;
}

/** What `configure()` made of its options and the environment. */
export interface Settings {
  readonly apiUrl: string;
  readonly signalFailureMode: SignalFailureMode;
  readonly signals: ResolvedSignalOptions;
  readonly transformUserId?: (userId: string) => string;
  readonly references?: ReferenceOptions;
  readonly flushAtExit?: boolean;
  readonly apiKey?: string;
  readonly project?: string;
  readonly projects?: { readonly [project: string]: ProjectOptions };
}
