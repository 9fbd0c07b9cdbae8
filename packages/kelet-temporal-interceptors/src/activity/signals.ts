import { createHash } from 'node:crypto';
import { KeletError } from 'kelet-core';
import { deliver } from 'kelet-core/internal';
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
 * `Kelet.SIGNAL_REJECTED`, which it does not.
 */
export function createSignalActivities() {
  return {
    async [SIGNAL_ACTIVITY](args: SignalArguments): Promise<null> {
      if (args === null || typeof args !== 'object') {
        const message = `The activity ${SIGNAL_ACTIVITY} takes an object, and got ${typeof args}.`;
        throw toApplicationFailure(new KeletError('INVALID_SIGNAL', message));
      }
      const { activityId, startToCloseTimeoutMs, workflowExecution } = signalActivityInfo.getStore() ?? {};
      const { raise_on_failure: raiseOnFailure } = args;
      await deliver(toBody(args), {
        ...(startToCloseTimeoutMs && { timeoutMs: startToCloseTimeoutMs * SHARE_FOR_SENDING }),
        ...(typeof raiseOnFailure === 'boolean' && { raiseOnFailure }),
        ...(workflowExecution && {
          workflow: workflowExecution,
          idempotencyKey: keyOf([workflowExecution.workflowId, workflowExecution.runId, activityId]),
        }),
      });
      return null;
    },
  };
}

// Hashed, since a workflow id can be longer than what a header or an index takes, and of any characters.
function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
