import type { SignalBreaker } from '../slot';

const FAILURES_IN_A_ROW = 5;

/** One for a process: after five failures in a row, one attempt at a time finds out whether the API is back. */
export function createSignalBreaker(): SignalBreaker {
  let failures = 0;
  let probing = false;
  return {
    async run(must, attempt, failed) {
      const down = failures >= FAILURES_IN_A_ROW;
      if (down && probing && !must) return 'down';
      const probes = down && !probing;
      if (probes) probing = true;
      try {
        const outcome = await attempt();
        failures = failed(outcome) ? failures + 1 : 0;
        return outcome;
      } finally {
        if (probes) probing = false;
      }
    },
  };
}
