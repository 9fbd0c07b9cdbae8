import { proxyActivities } from '@temporalio/workflow';

const { work } = proxyActivities<{ work(): Promise<void> }>({ startToCloseTimeout: '20 seconds' });

export async function probe(): Promise<void> {
  await work();
}
