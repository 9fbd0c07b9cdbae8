import { proxyActivities } from '@temporalio/workflow';
import type { createActivities } from './activities';

const { askService } = proxyActivities<ReturnType<typeof createActivities>>({ startToCloseTimeout: '1 minute' });

export async function asking(question: string): Promise<unknown> {
  return askService(question);
}
