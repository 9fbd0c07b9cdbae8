import { proxyActivities } from '@temporalio/workflow';

/** Sends a signal as an SDK of another language does: by the name of the activity. */
export async function foreign(taskQueue: string, args: object): Promise<unknown> {
  const activities = proxyActivities({ taskQueue, startToCloseTimeout: '30 seconds', retry: { maximumAttempts: 3 } });
  const { _kelet_signal: send } = activities;
  return (await send?.(args)) ?? null;
}
