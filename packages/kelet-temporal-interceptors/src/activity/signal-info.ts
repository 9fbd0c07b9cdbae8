import { AsyncLocalStorage } from 'node:async_hooks';

/** What the activity uses of Temporal's info about itself. */
export interface SignalActivityInfo {
  readonly activityId?: string | undefined;
  readonly startToCloseTimeoutMs?: number | undefined;
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string } | undefined;
}

/** Where the interceptors put that info: to ask Temporal would need a package that not every user installs. */
export const signalActivityInfo = new AsyncLocalStorage<SignalActivityInfo>();
