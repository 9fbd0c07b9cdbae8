import { executeChild, proxyActivities, sleep, uuid4 } from '@temporalio/workflow';
import type * as activityTypes from './activities';

const { work } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

/** Which commands there are, and under which ids, depends on random numbers. */
export async function randoms(): Promise<void> {
  for (let step = 0; step < 8; step++) {
    if (Math.random() < 0.5) await work();
    else await sleep(1);
  }
  await executeChild(nothing, { workflowId: `random-${uuid4()}` });
}

export async function nothing(): Promise<void> {}
