import { type Clock, existingSlot, slot } from '../slot';
import { emitEvaluation } from './evaluation-event';
import { createHttpTransport } from './http-transport';
import { referenceSeal } from './reference-seal';
import { voteKey } from './vote-key';

/**
 * Lets `signal()` reach the API from this process; `configure()` says where and with which key, and calls this.
 *
 * In workflow code it does nothing: a `browserslist` that names Node makes webpack take the entry for Node into the
 * sandbox too, where a timer would be a command and a clock a fault of replay.
 */
export function attachHost(): void {
  if (inWorkflow()) return;
  const current = slot();
  current.signalTransport ??= createHttpTransport();
  current.clock ??= clock;
  current.emitEvaluation ??= emitEvaluation;
  current.voteKey ??= voteKey;
  current.referenceSeal ??= referenceSeal;
}

// Temporal's sandbox has no `process`, with Kelet's workflow module in it or not.
function inWorkflow(): boolean {
  return existingSlot()?.workflow !== undefined || (globalThis as { process?: unknown }).process === undefined;
}

const clock: Clock = {
  // Not the time of day, which may be put back: a warning would be silent, and a limit would not hold, for as long.
  now: () => performance.now(),
  timer(ms, late, hold = false) {
    const timer = setTimeout(late, ms);
    if (!hold) timer.unref();
    return { callOff: () => clearTimeout(timer) };
  },
};
