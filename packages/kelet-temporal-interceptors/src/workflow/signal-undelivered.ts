import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import type { FailureDetails } from '../shared/application-failure';
import { SIGNAL_ACTIVITY } from '../shared/names';

/** By which Temporal's workers say that they do not know an activity. */
const NOT_REGISTERED = 'NotFoundError';

export interface Undelivered {
  readonly error: KeletError;
  /** Whether the worker that made the last attempt has counted it. */
  readonly counted: boolean;
}

/**
 * Why the activity that sends a signal failed. What the sender asked for, when the signal was recorded, is in the failure
 * and so in history; where no attempt ran, it is not, and the workflow decides by its own settings.
 */
export function undelivered(thrown: unknown, taskQueue: string): Undelivered {
  const cause = thrown instanceof ActivityFailure ? thrown.cause : thrown;
  // A time-out has the failure of the last attempt as its cause.
  const ofAttempt = cause instanceof TimeoutFailure ? cause.cause : cause;
  if (ofAttempt instanceof ApplicationFailure) {
    if (ofAttempt.type === NOT_REGISTERED) return uncounted(notServed(taskQueue));
    const { nonRetryable, message, details } = ofAttempt;
    const { raise_on_failure: raise, given_up: counted } = (details?.[0] ?? {}) as Partial<FailureDetails>;
    const error = new KeletError(nonRetryable === true ? 'SIGNAL_REJECTED' : 'SIGNAL_UNDELIVERED', message, {
      ...(typeof raise === 'boolean' && { raiseOnFailure: raise }),
    });
    return { error, counted: counted === true };
  }
  return uncounted(cause instanceof TimeoutFailure ? late(cause, taskQueue) : messageOf(cause));
}

function uncounted(message: string): Undelivered {
  return { error: new KeletError('SIGNAL_UNDELIVERED', message), counted: false };
}

function late({ timeoutType }: TimeoutFailure, taskQueue: string): string {
  return (
    `A signal was not delivered in time (${timeoutType}). Does a worker with Kelet run activities on the task queue ` +
    `'${taskQueue}'? Another one can be named with signalDispatch: { taskQueue }.`
  );
}

function notServed(taskQueue: string): string {
  return (
    `A signal was not delivered: a worker of the task queue '${taskQueue}' does not have the activity ` +
    `${SIGNAL_ACTIVITY}. Put KeletPlugin behind the plugin that brings the worker its activities, or spread the ` +
    'activities of createInterceptors() into those of the worker.'
  );
}
