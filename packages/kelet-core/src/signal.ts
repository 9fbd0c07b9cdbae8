import { getTraceId } from './active-span';
import { getSessionId } from './context';
import { checkSignal } from './signal-checks';
import { existingSlot } from './slot';
import { warnOnce } from './warn';

export type SignalKind = 'feedback' | 'edit' | 'event' | 'metric' | 'arbitrary';
export type SignalSource = 'human' | 'label' | 'synthetic';

/** Feedback on a conversation. */
export interface Signal {
  readonly kind: SignalKind;
  readonly source: SignalSource;
  /** Default: the session of the running code. */
  readonly sessionId?: string | undefined;
  /** The trace that is judged, 32 hexadecimal digits. Default: that of the active span. */
  readonly traceId?: string | undefined;
  /** What gave rise to it, for example the name of a button or of an evaluator. */
  readonly triggerName?: string | undefined;
  /** From 0 to 1. */
  readonly score?: number | undefined;
  readonly value?: string | undefined;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** When it happened. Default: when the API receives it. */
  readonly timestamp?: Date | string | undefined;
}

/** A signal as the API takes it; a field without a value is left out. */
export interface SignalBody {
  readonly session_id?: string;
  readonly trace_id?: string;
  readonly kind: SignalKind;
  readonly source: SignalSource;
  readonly trigger_name?: string;
  readonly score?: number;
  readonly value?: string;
  readonly confidence?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly timestamp?: string;
}

/** Takes signals from `signal()` to where they go; one per process, one per workflow run. */
export interface SignalTransport {
  /** Resolves when the signal has arrived, or was given up and logged; rejects where failures are raised. */
  send(body: SignalBody): Promise<void>;
}

/**
 * Sends feedback on the conversation that the running code belongs to. Inside a session it needs no ids;
 * inside a span it adds the trace id; ids that are given win.
 *
 * A signal that belongs to no session and to no trace is dropped with a warning, and so is every signal
 * before `configure()`: feedback never makes an application fail.
 *
 * @returns a promise that is settled when the signal was delivered or given up.
 * @throws KeletError INVALID_SIGNAL, as a rejection, naming the field and the value.
 */
export async function signal(given: Signal): Promise<void> {
  checkSignal(given);
  const body = toBody(given);
  if (body.session_id === undefined && body.trace_id === undefined) {
    warnOnce(
      'signal:no-session',
      'signal() was called outside of a session and of a trace, and was dropped. Call it inside agenticSession(), ' +
        'or pass a sessionId.',
    );
    return;
  }
  const transport = existingSlot()?.signals;
  if (transport === undefined) {
    warnOnce(
      'signal:no-transport',
      'signal() was dropped: nothing in this process can send it. Call configure() first; where a bundler builds ' +
        "the process, also import 'kelet-core/host' and call attachHttpTransport(). Workflow code cannot send " +
        'signals in this version: call signal() in an activity.',
    );
    return;
  }
  await transport.send(body);
}

function toBody(given: Signal): SignalBody {
  const { timestamp } = given;
  const body = {
    session_id: given.sessionId ?? getSessionId(),
    trace_id: given.traceId ?? getTraceId(),
    kind: given.kind,
    source: given.source,
    trigger_name: given.triggerName,
    score: given.score,
    value: given.value,
    confidence: given.confidence,
    metadata: given.metadata,
    timestamp: timestamp === undefined ? undefined : new Date(timestamp).toISOString(),
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as unknown as SignalBody;
}
