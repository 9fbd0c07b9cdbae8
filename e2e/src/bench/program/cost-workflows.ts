import { proxyActivities } from '@temporalio/workflow';

const { work } = proxyActivities<{ work(): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** `activities` of them, one after the other. */
export async function busy(activities: number): Promise<void> {
  for (let index = 0; index < activities; index++) await work();
}
