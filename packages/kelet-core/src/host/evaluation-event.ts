import type { SignalBody } from '../signal-types';
import { CONVERSATION_ID } from '../span-attributes';
import { quote, textOf } from '../text';
import { warnOnce } from '../warn';

interface LoggerProvider {
  getLogger(name: string): {
    emit(record: { eventName: string; attributes: Record<string, string | number>; timestamp?: Date }): void;
  };
}

type Globals = Record<symbol, ((version: number) => LoggerProvider | undefined) | undefined>;

// By which copies of @opentelemetry/api-logs find one another, and the version of that contract
// (src/internal/global-utils.ts there): reading through them spares a dependency on an API that is not stable yet.
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const LOGS_API_VERSION = 1;

/**
 * Emits a signal as OpenTelemetry's event for the result of an evaluation, through the logger provider of this
 * process; without one, nothing happens. The event is in the trace that is active here. Never throws: the signal itself
 * was sent.
 *
 * Names: https://github.com/open-telemetry/semantic-conventions-genai, model/gen-ai/events.yaml.
 */
export function emitEvaluation(body: SignalBody): void {
  try {
    emit(body);
  } catch (error) {
    warnOnce('signal:event', `A signal was sent, and not emitted as an event: ${quote(textOf(error))}`);
  }
}

function emit(body: SignalBody): void {
  const provider = (globalThis as unknown as Globals)[LOGS_API]?.(LOGS_API_VERSION);
  if (provider === undefined) return;
  const attributes = {
    'gen_ai.evaluation.name': body.trigger_name ?? body.kind,
    'gen_ai.evaluation.score.value': body.score,
    'gen_ai.evaluation.score.label': body.value,
    [CONVERSATION_ID]: body.session_id,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  provider.getLogger('kelet-core').emit({
    eventName: 'gen_ai.evaluation.result',
    attributes: Object.fromEntries(given) as Record<string, string | number>,
    ...(body.timestamp !== undefined && { timestamp: new Date(body.timestamp) }),
  });
}
