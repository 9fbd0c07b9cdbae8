import { proxyActivities } from '@temporalio/workflow';
import { signal } from 'kelet-core';

const { work } = proxyActivities<{ work(): Promise<void> }>({ startToCloseTimeout: '10 seconds' });

export async function short(): Promise<void> {
  await work();
  await signal({ kind: 'event', source: 'synthetic', value: 'of a workflow' });
}
