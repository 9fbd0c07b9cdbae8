import { createHash } from 'node:crypto';
import { KeletError } from 'kelet-core';
import { deliver, giveUp, slot } from 'kelet-core/internal';
import { toApplicationFailure } from '../failure';
import { SIGNAL_ACTIVITY, type SignalArguments, toBody } from '../signal-arguments';
import { signalActivityInfo } from './signal-info';

/** Of the time that Temporal gives an attempt: after it, there must be time to say how it ended. */
const SHARE_FOR_SENDING = 0.9;

/**
 * The activity that `signal()` in workflow code is dispatched to, for `WorkerOptions.activities`. It needs the
 * activity interceptors on the same worker, and `configure()` in its process.
 *
 * Each attempt has the same idempotency key, made of the workflow, the run and the activity. Where failures are
 * raised, it fails with an ApplicationFailure of the type `Kelet.SIGNAL_UNDELIVERED`, which Temporal tries again, or
 * `Kelet.SIGNAL_REJECTED`, which it does not. Where the API asks to wait longer than an attempt may take, and after
 * `shutdown()`, it fails with the former in any case: a later attempt, or another worker, can send the signal.
 */
export function createSignalActivities() {
  return {
    async [SIGNAL_ACTIVITY](args: SignalArguments): Promise<null> {
      if (args === null || typeof args !== 'object') {
        const message = `The activity ${SIGNAL_ACTIVITY} takes an object, and got ${typeof args}.`;
        throw toApplicationFailure(new KeletError('INVALID_SIGNAL', message));
      }
      if (slot().delivery.closed) throw toApplicationFailure(new KeletError('SIGNAL_UNDELIVERED', SHUT_DOWN));
      const { activityId, startToCloseTimeoutMs, workflowExecution } = signalActivityInfo.getStore() ?? {};
      const { raise_on_failure: raiseOnFailure } = args;
      const delivery = {
        ...(startToCloseTimeoutMs && { timeoutMs: startToCloseTimeoutMs * SHARE_FOR_SENDING }),
        ...(typeof raiseOnFailure === 'boolean' && { raiseOnFailure }),
        ...(workflowExecution && {
          workflow: workflowExecution,
          idempotencyKey: keyOf([workflowExecution.workflowId, workflowExecution.runId, activityId]),
        }),
      };
      const failure = await deliver(toBody(args), delivery);
      if (failure === undefined) return null;
      // A wait that is longer than this attempt is Temporal's, whatever becomes of failures at last.
      if (failure.error.retryAfterMs !== undefined) throw toApplicationFailure(failure.error);
      giveUp(failure, delivery);
      return null;
    },
  };
}

const SHUT_DOWN = 'A signal was not delivered: its worker has called shutdown().';

// Hashed, since a workflow id can be longer than what a header or an index takes, and of any characters.
function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
