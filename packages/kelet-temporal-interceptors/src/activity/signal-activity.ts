import { createHash } from 'node:crypto';
import { getSession, getSessionId, KeletError, type SignalBody, type SignalDelivery } from 'kelet-core';
import { deliverSignal, dropIfUnattached, giveUp, raises, slot, warnEachMinute } from 'kelet-core/internal';
import { extractProject } from 'kelet-temporal-headers';
import { toApplicationFailure } from '../shared/application-failure';
import { SIGNAL_ACTIVITY } from '../shared/names';
import { bodyOfArguments, type SignalArguments } from '../shared/signal-arguments';
import { type RunningActivity, runningActivity } from './activity-info';
import { remainingMs } from './elapsed';
import { noteGivenUp } from './given-up';
import { createAttempts, type Outcome } from './signal-attempts';
import { repetitionOf } from './signal-retries';
import { traceIdOf } from './trace-header';

/** After an attempt, there must be time to say how it ended, before Temporal takes it for lost. */
const MARGIN_MS = 500;

/** Of the time that an attempt has, what sending may take. */
function timeForSending(leftMs: number): number {
  return Math.max(leftMs / 2, Math.min(leftMs * 0.9, leftMs - MARGIN_MS));
}

/** What `createSignalActivities()` takes. */
export interface SignalActivityOptions {
  /**
   * How many activities the worker runs at once, of which signals hold a quarter at most: its
   * `maxConcurrentActivityTaskExecutions`. Default: 100, as Temporal's.
   */
  readonly slots?: number | undefined;
}

/**
 * The activity that `signal()` in workflow code is dispatched to, for `WorkerOptions.activities`. It needs the
 * activity interceptors on the same worker, and `configure()` in its process.
 *
 * An attempt is one request, and each has the same idempotency key, made of the workflow, the run and the activity. One
 * that fails, and that Temporal will repeat, fails with an ApplicationFailure of the type `Kelet.SIGNAL_UNDELIVERED`.
 * The last one, and one that the API refuses for good, fails where the sender asked to be told (`raise_on_failure`), with
 * that type or with `Kelet.SIGNAL_REJECTED`; else it is logged and counted, and completes.
 *
 * While the API does not answer, most attempts fail at once, so that Temporal waits and no slot is held: after 5
 * failures in a row in this process, one attempt at a time goes out, and the last of each signal.
 *
 * @returns nothing where the signal was sent, or belongs to nothing; null where it was given up
 */
export function createSignalActivities({ slots }: SignalActivityOptions = {}) {
  const attempt = createAttempts(slots);
  return {
    async [SIGNAL_ACTIVITY](args: SignalArguments): Promise<null | undefined> {
      if (args === null || typeof args !== 'object') {
        const message = `The activity ${SIGNAL_ACTIVITY} takes an object, and got ${typeof args}.`;
        throw toApplicationFailure(new KeletError('INVALID_SIGNAL', message));
      }
      const running = runningActivity();
      const body = complete(bodyOfArguments(args), running);
      if (dropIfUnattached(body)) return undefined;
      const delivery = deliveryOf(args, running);
      if (running === undefined) return concluded(await deliverSignal(body, delivery), delivery, running);
      if ((running.info.attempt ?? 1) > 1) slot().signalState.retried++;
      const repetition = repetitionOf(running);
      // Where this worker no longer sends, another one can.
      const outcome = slot().signalState.closed
        ? closed()
        : await attempt(() => deliverSignal(body, delivery), repetition, delivery.project);
      if (outcome === undefined) return undefined;
      const { error, cause, delayMs, heldBack = false } = outcome;
      const isFinal = error.code === 'SIGNAL_REJECTED' || (repetition.isOnly && !heldBack);
      // By then Temporal may have given it up. Its workflow knows, and counts it.
      if (remainingMs(running) <= MARGIN_MS) throw again(error, delivery);
      if (isFinal || !repetition.after(delayMs)) return concluded(outcome, delivery, running);
      warnEachMinute(`signal:again:${cause}`, `${error.message} Temporal tries again.`);
      throw again(error, delivery, delayMs);
    },
  };
}

function concluded(failure: Outcome, delivery: SignalDelivery, running?: RunningActivity): null | undefined {
  if (failure === undefined) return undefined;
  const { workflowExecution, activityId } = running?.info ?? {};
  // Where this comes too late for Temporal, the workflow has seen a time-out, and may have counted the signal.
  if (!workflowExecution || !activityId || noteGivenUp(workflowExecution.runId, activityId)) giveUp(failure);
  if (raises(delivery)) throw toApplicationFailure(failure.error, { raiseOnFailure: true });
  return null;
}

function again(error: KeletError, delivery: SignalDelivery, delayMs?: number) {
  return toApplicationFailure(error, { raiseOnFailure: raises(delivery), delayMs, willRepeat: true });
}

/** With what the workflow could not know: the session of the activity, and the trace that it was scheduled in. */
function complete(body: SignalBody, running: RunningActivity | undefined): SignalBody {
  const sessionId = body.session_id ?? getSessionId();
  if (sessionId !== undefined) return { ...body, session_id: sessionId };
  const traceId = body.trace_id ?? (running && traceIdOf(running.headers));
  return traceId === undefined ? body : { ...body, trace_id: traceId };
}

function deliveryOf(
  { raise_on_failure: raise }: SignalArguments,
  running: RunningActivity | undefined,
): SignalDelivery {
  // Also where the headers name no session that can be read, and the arguments do.
  const project = (getSession() ?? { project: extractProject(running?.headers) }).project;
  const given = {
    ...(typeof raise === 'boolean' && { raiseOnFailure: raise }),
    ...(project !== undefined && { project }),
  };
  if (running === undefined) return given;
  const { workflowExecution: workflow, activityId } = running.info;
  const timeMs = remainingMs(running);
  return {
    ...given,
    maxAttempts: 1,
    ...(Number.isFinite(timeMs) && { timeoutMs: timeForSending(timeMs) }),
    ...(workflow && { workflow, idempotencyKey: keyOf([workflow.workflowId, workflow.runId, activityId]) }),
  };
}

function closed(): Outcome {
  const message = 'A signal was not delivered: its worker has called shutdown().';
  return { error: new KeletError('SIGNAL_UNDELIVERED', message), cause: 'closed' };
}

// Hashed, since a workflow id can be longer than what a header or an index takes, and of any characters.
function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
