import { type Clock, slot } from '../slot';
import { emitEvaluation } from './evaluation-event';
import { createHttpTransport } from './http-transport';

/**
 * Lets `signal()` reach the API from this process; `configure()` says where and with which key.
 * Runs by itself where Node loads `kelet-core`; a process built by webpack, which finds the sandbox-safe
 * entry instead, calls it once.
 */
export function attachHttpTransport(): void {
  const current = slot();
  current.signals ??= createHttpTransport();
  current.clock ??= clock;
  current.emitEvaluation ??= emitEvaluation;
}

const clock: Clock = {
  // Not the time of day, which may be put back: a warning would be silent, and a limit would not hold, for as long.
  now: () => performance.now(),
  timer(ms, late) {
    const timer = setTimeout(late, ms).unref();
    return { callOff: () => clearTimeout(timer) };
  },
};
