/**
 * For tests of programs that send signals: nothing leaves the process, and what would have is there to look at.
 *
 * @module
 */
import type { Signal, SignalBody, SignalDelivery, SignalTransport } from './signal-types';

/** A signal as it would have been sent, ids of its session and of its workflow included. */
export interface SentSignal extends Omit<Signal, 'raiseOnFailure' | 'timestamp'> {
  /** ISO 8601. */
  readonly timestamp?: string;
  /** Of the workflow whose code sent it; absent for one from elsewhere. */
  readonly workflowId?: string;
  /** Of the run whose code sent it; absent for one from elsewhere. */
  readonly runId?: string;
  /** The project of its session; absent for one of the process's own project. */
  readonly project?: string;
  /** The same for each attempt of a workflow's signal; absent for one from elsewhere. */
  readonly idempotencyKey?: string;
}

/** A transport for tests, which keeps what it is given, and never fails. */
export interface InMemoryTransport extends SignalTransport {
  /** In the order in which they were sent; the same array grows. */
  readonly signals: readonly SentSignal[];
  /** Those that have each of these values; `metadata` is compared as JSON. */
  find(expected: Partial<SentSignal>): SentSignal[];
  /** Empties `signals`. */
  clear(): void;
}

/** Keeps signals in memory: `configure({ signals: { transport: inMemoryTransport() } })`. */
export function inMemoryTransport(): InMemoryTransport {
  const signals: SentSignal[] = [];
  return {
    signals,
    async send(body, delivery) {
      signals.push(asSent(body, delivery));
    },
    find: (expected) => signals.filter((signal) => differences(signal, expected).length === 0),
    clear() {
      signals.length = 0;
    },
  };
}

/**
 * The first signal that has each of these values.
 *
 * @throws Error where there is none, with what was sent instead
 */
export function expectSignal(transport: InMemoryTransport, expected: Partial<SentSignal>): SentSignal {
  const [found] = transport.find(expected);
  if (found !== undefined) return found;
  const sent = transport.signals.map((signal) => `\n  ${JSON.stringify(signal)}`).join('') || ' nothing';
  throw new Error(`No signal was sent with ${JSON.stringify(expected)}. Sent was:${sent}`);
}

function asSent(body: SignalBody, { workflow, project, idempotencyKey }: SignalDelivery): SentSignal {
  const { session_id: sessionId, trace_id: traceId, trigger_name: triggerName, ...rest } = body;
  const named = { sessionId, traceId, triggerName, ...rest, ...workflow, project, idempotencyKey };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as unknown as SentSignal;
}

function differences(signal: SentSignal, expected: Partial<SentSignal>): string[] {
  const names = Object.keys(expected) as (keyof SentSignal)[];
  return names.filter((name) => JSON.stringify(signal[name]) !== JSON.stringify(expected[name]));
}
