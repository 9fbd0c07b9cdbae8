import { ActivityFailure, ApplicationFailure, type RetryPolicy, TimeoutFailure } from '@temporalio/common';
import { CancellationScope, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { KeletError, type SignalBody, type SignalDelivery, type SignalFailureMode } from 'kelet-core';
import { slot, utf8Bytes, type WorkflowSlot, warnOnce } from 'kelet-core/internal';
import { toApplicationFailure } from '../failure';
import type { SignalDispatchOptions } from '../options';
import { SIGNAL_ACTIVITY, type SignalArguments, toArguments } from '../signal-arguments';
import type { Run } from './run';

/** Temporal warns of payloads from 256 KiB on, and the server refuses the workflow task of those over 2 MiB. */
const MAX_ARGUMENT_BYTES = 256 * 1024;

/**
 * How many signals of a run are on their way at once; further ones wait. The server refuses the workflow task that
 * would bring a run to more than 2,000 open activities, and those of the user count, too.
 */
const MAX_IN_FLIGHT = 500;

// As in Kelet's other SDKs; the last one bounds the wait for a worker, too.
const RETRY: RetryPolicy = { maximumAttempts: 3, initialInterval: '1 second', backoffCoefficient: 2 };
const START_TO_CLOSE = '30 seconds';
const SCHEDULE_TO_CLOSE = '2 minutes';

/** What makes `signal()` work in the code of one workflow run: each one is an activity, in no cancellation scope. */
export function dispatchedSignals(
  run: Run,
  options: SignalDispatchOptions = {},
  signalFailureMode?: SignalFailureMode,
): WorkflowSlot {
  let inFlight = 0;
  const waiting: (() => void)[] = [];

  async function send(body: SignalBody, { raiseOnFailure = false }: SignalDelivery): Promise<void> {
    const args = toArguments(body, raiseOnFailure);
    const bytes = utf8Bytes(JSON.stringify(args));
    if (bytes > MAX_ARGUMENT_BYTES) {
      throw new KeletError(
        'SIGNAL_REJECTED',
        `A signal from workflow code must fit into ${MAX_ARGUMENT_BYTES} bytes of JSON, and takes ${bytes}. ` +
          'Shorten its value or its metadata, or call signal() in an activity.',
      );
    }
    const taskQueue = options.taskQueue ?? workflowInfo().taskQueue;
    const activities = proxyActivities<Record<typeof SIGNAL_ACTIVITY, (args: SignalArguments) => Promise<null>>>({
      startToCloseTimeout: START_TO_CLOSE,
      scheduleToCloseTimeout: SCHEDULE_TO_CLOSE,
      retry: RETRY,
      ...options,
      taskQueue,
    });
    if (inFlight < MAX_IN_FLIGHT) inFlight++;
    else await new Promise<void>((letIn) => waiting.push(letIn));
    try {
      // In a scope of its own: the code that sends may be cleaning up after its own cancellation.
      await CancellationScope.nonCancellable(() => activities[SIGNAL_ACTIVITY](args));
    } catch (error) {
      throw undelivered(error, taskQueue);
    } finally {
      const letIn = waiting.shift();
      if (letIn === undefined) inFlight--;
      else letIn();
    }
  }

  return {
    signals: { send },
    signalFailureMode,
    refusal: toApplicationFailure,
    assertSignalsAllowed() {
      if (!run.readOnly) return;
      throw toApplicationFailure(
        new KeletError(
          'SIGNAL_NOT_ALLOWED',
          'signal() was called in a query handler or an update validator, which must not change anything: Temporal ' +
            'takes no command from them. Call it in the workflow function, or in a signal or update handler.',
        ),
      );
    },
  };
}

function undelivered(error: unknown, taskQueue: string): KeletError {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    return new KeletError(
      'SIGNAL_UNDELIVERED',
      `A signal was not delivered in time (${cause.timeoutType}). Does a worker with Kelet run activities on the task ` +
        `queue '${taskQueue}'? Another one can be named with signals: { taskQueue }.`,
    );
  }
  const message = (cause as Error | undefined)?.message ?? String(error);
  const final = cause instanceof ApplicationFailure && cause.nonRetryable === true;
  return new KeletError(final ? 'SIGNAL_REJECTED' : 'SIGNAL_UNDELIVERED', message);
}

const ENDINGS = [
  'completeWorkflowExecution',
  'failWorkflowExecution',
  'cancelWorkflowExecution',
  'continueAsNewWorkflowExecution',
];

/** Warns where a run ends while signals that nobody awaited are on their way: Temporal drops their activities. */
export function warnOfUnawaited(commands: readonly object[]): void {
  const { size } = slot().delivery.pending;
  if (size === 0 || !commands.some((command) => ENDINGS.some((ending) => ending in command))) return;
  warnOnce(
    'signal:unawaited',
    `The workflow ended before ${size} of its signals ${size === 1 ? 'was' : 'were'} delivered, which may be lost. ` +
      'Await signal(), or flush() at the end.',
  );
}
