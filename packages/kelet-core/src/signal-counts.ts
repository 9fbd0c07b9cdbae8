import { native } from './built-ins';

/**
 * Why a signal was given up: `rejected`, the API refused it for good; `undelivered`, no attempt succeeded; `queueFull`,
 * too many waited already; `notConfigured`, there was no API key, no project or no transport; `noSession`, it belongs to
 * no session and to no trace; `unknownProject`, its session names a project that this process must not send anything of;
 * `shutdown`, `shutdown()` had been called.
 */
export type DropReason =
  | 'rejected'
  | 'undelivered'
  | 'queueFull'
  | 'notConfigured'
  | 'noSession'
  | 'unknownProject'
  | 'shutdown';

/** What became of the signals of this process so far: each one is counted once, as sent or as dropped. */
export interface SignalCounts {
  /** Signals that arrived. */
  readonly sent: number;
  /** Attempts after the first, of all signals together. */
  readonly retried: number;
  /** Signals that were given up, by the reason. */
  readonly dropped: Readonly<Record<DropReason, number>>;
}

/** The signals of one process, or of one workflow run. */
export interface SignalState {
  sent: number;
  retried: number;
  readonly dropped: Record<DropReason, number>;
  /** Those that are neither sent nor dropped yet. */
  readonly pending: Set<Promise<unknown>>;
  closed: boolean;
}

export function newSignalState(): SignalState {
  const dropped = {
    rejected: 0,
    undelivered: 0,
    queueFull: 0,
    notConfigured: 0,
    noSession: 0,
    unknownProject: 0,
    shutdown: 0,
  };
  return { sent: 0, retried: 0, dropped, pending: new native.Set(), closed: false };
}
