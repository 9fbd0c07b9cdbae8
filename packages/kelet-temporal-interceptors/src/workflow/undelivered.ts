import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import type { FailureDetails } from '../failure';
import { SIGNAL_ACTIVITY } from '../signal-arguments';

/** By which Temporal's workers say that they do not know an activity. */
const NOT_REGISTERED = 'NotFoundError';

/**
 * Why the activity that sends a signal failed. What the sender asked for, when the signal was recorded, is in the failure
 * and so in history; where no attempt ran, it is not, and the workflow decides by its own settings.
 */
export function undelivered(error: unknown, taskQueue: string): KeletError {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  // A time-out has the failure of the last attempt as its cause.
  const ofAttempt = cause instanceof TimeoutFailure ? cause.cause : cause;
  if (ofAttempt instanceof ApplicationFailure) return failed(ofAttempt, taskQueue);
  if (cause instanceof TimeoutFailure) {
    return new KeletError(
      'SIGNAL_UNDELIVERED',
      `A signal was not delivered in time (${cause.timeoutType}). Does a worker with Kelet run activities on the task ` +
        `queue '${taskQueue}'? Another one can be named with signals: { taskQueue }.`,
    );
  }
  return new KeletError('SIGNAL_UNDELIVERED', messageOf(cause));
}

function failed({ type, message, nonRetryable, details }: ApplicationFailure, taskQueue: string): KeletError {
  if (type === NOT_REGISTERED) {
    return new KeletError(
      'SIGNAL_UNDELIVERED',
      `A signal was not delivered: a worker of the task queue '${taskQueue}' does not have the activity ` +
        `${SIGNAL_ACTIVITY}. Put KeletPlugin behind the plugin that brings the worker its activities, or spread the ` +
        'activities of createInterceptors() into those of the worker.',
    );
  }
  const recorded = (details?.[0] as Partial<FailureDetails> | null | undefined)?.raise_on_failure;
  return new KeletError(nonRetryable === true ? 'SIGNAL_REJECTED' : 'SIGNAL_UNDELIVERED', message, {
    ...(typeof recorded === 'boolean' && { raiseOnFailure: recorded }),
  });
}
