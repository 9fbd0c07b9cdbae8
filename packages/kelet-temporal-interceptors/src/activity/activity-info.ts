import { AsyncLocalStorage } from 'node:async_hooks';
import type { Headers, RetryPolicy } from '@temporalio/common';
import type { Waiting } from '../shared/signal-waiting';

/** What is used of Temporal's info about an activity; older versions lack some of it. */
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
  /** Whether it has returned; code that it has left running may go on. */
  ended: boolean;
}

/** By shape: Node's own types are not there for every user who compiles against these. */
interface Storage<T> {
  run<R>(store: T, fn: () => R): R;
  getStore(): T | undefined;
}

/** Where the interceptors put it: to ask Temporal would need a package that not every user installs. */
export const runningActivity: Storage<RunningActivity> = new AsyncLocalStorage<RunningActivity>();
