import type { Headers, RetryPolicy } from '@temporalio/common';
import type { Waiting } from '../shared/signal-waiting';

/** The part of Temporal's info about an activity that Kelet uses; older versions lack some of it. */
export interface ActivityInfo {
  readonly activityType: string;
  readonly taskQueue: string;
  readonly workflowType?: string | undefined;
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string } | undefined;
  readonly activityId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly scheduledTimestampMs?: number | undefined;
  readonly currentAttemptScheduledTimestampMs?: number | undefined;
  readonly startToCloseTimeoutMs?: number | undefined;
  readonly scheduleToCloseTimeoutMs?: number | undefined;
  readonly heartbeatTimeoutMs?: number | undefined;
  readonly retryPolicy?: RetryPolicy | undefined;
}

/** One attempt of an activity, as its worker runs it. */
export interface RunningActivity {
  readonly info: ActivityInfo;
  readonly headers: Headers;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Of its signals, by the same clock. */
  readonly waiting: Waiting;
}

const running = new WeakMap<object, RunningActivity>();

// Copies of @temporalio/activity in one process share the storage of their contexts under this symbol (its index.ts, the
// same from 1.10.1 to 1.24.0). Found by it, and not imported: not every user of this package installs that one. A storage of
// Kelet's own beside it would be visited at every promise of the process.
const CONTEXTS = Symbol.for('__temporal_activity_context_storage__');

/**
 * Lets the code that runs in Temporal's `context` find its activity.
 *
 * @returns what ends that, for the code that the activity has left running; in a mock of Temporal's, several have one context
 */
export function setRunning(context: object, activity: RunningActivity): () => void {
  const outer = running.get(context);
  running.set(context, activity);
  return () => {
    if (outer === undefined) running.delete(context);
    else running.set(context, outer);
  };
}

/** The activity whose code asks; `undefined` outside of one, and after its end. */
export function runningActivity(): RunningActivity | undefined {
  const contexts = (globalThis as { [CONTEXTS]?: { getStore(): object | undefined } })[CONTEXTS];
  const context = contexts?.getStore();
  return context && running.get(context);
}
