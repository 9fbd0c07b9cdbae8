import { KeletError } from 'kelet-core';
import { createSignalBreaker } from 'kelet-core/host';
import { addressOf, type DeliveryFailure, destinationOf, keptFor, type SignalBreaker, slot } from 'kelet-core/internal';
import type { Repetition } from './signal-retries';
import { createSignalSlots } from './signal-slots';

/** A worker that has too many signals to send is free again soon. */
const BUSY_MS = 100;
const MAX_BUSY_MS = 1000;

/** Soon enough after the API is back. */
const MAX_DOWN_MS = 5000;

/** Why an attempt failed; `undefined` where it did not. */
export type Outcome =
  | (DeliveryFailure & {
      readonly delayMs?: number | undefined;
      /** Whether no request was made. */
      readonly heldBack?: boolean;
    })
  | undefined;

/** Makes one attempt to send a signal, or fails at once where that is better for the others. Never rejects. */
export type Attempt = (
  send: () => Promise<DeliveryFailure | undefined>,
  repetition: Repetition,
  project?: string,
) => Promise<Outcome>;

/**
 * Attempts on one worker. They hold no more than a quarter of its activity slots, but for the last that a policy of the
 * user's allows; and while the API is down, one at a time goes to it out of this process, and the last of a signal. Those that
 * are held back are Temporal's to repeat.
 *
 * @param slots how many activities the worker runs at once; default: as many as Temporal's
 */
export function createAttempts(slots?: number): Attempt {
  const signalSlots = createSignalSlots(slots);
  return async (send, repetition, project) => {
    const { attempt, policyMs, isLast, isOnly } = repetition;
    if (!signalSlots.acquire(isLast)) {
      const delayMs = spread(Math.min(policyMs, MAX_BUSY_MS, BUSY_MS * 2 ** (attempt - 1)));
      return heldBack('busy', 'its worker sends as many others as a quarter of its activity slots', delayMs);
    }
    try {
      const outcome = await breakerOf(project).run(isOnly || !repetition.after(), send, isOutage);
      if (outcome === 'down') {
        return heldBack('down', 'the API has failed several times in a row', spread(Math.min(policyMs, MAX_DOWN_MS)));
      }
      return outcome === undefined ? undefined : { ...outcome, delayMs: outcome.error.retryAfterMs };
    } finally {
      signalSlots.release();
    }
  };
}

/** One for each address and project: while one is down, the others are not. */
function breakerOf(project: string | undefined): SignalBreaker {
  const current = slot();
  const destination = destinationOf(current.settings, project);
  current.signalBreakers ??= new Map();
  const where = typeof destination === 'string' ? destination : addressOf(destination);
  return keptFor(where, current.signalBreakers, createSignalBreaker);
}

/** A delay of at random half to all of `ms`, so that attempts that are held back together do not come back together. */
const spread = (ms: number): number => Math.ceil(ms * (0.5 + Math.random() / 2));

const isOutage = (failure: DeliveryFailure | undefined): boolean => failure?.error.code === 'SIGNAL_UNDELIVERED';

function heldBack(cause: string, why: string, delayMs: number): Outcome {
  const error = new KeletError('SIGNAL_UNDELIVERED', `A signal was not sent yet: ${why}.`);
  return { error, cause, delayMs, heldBack: true };
}
