import { trace } from '@opentelemetry/api';
import { executeChild, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type * as activityTypes from '../activities';

const { whoIsThis } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });
const local = proxyLocalActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export async function traced(): Promise<void> {
  await trace.getTracer('user').startActiveSpan('user-span', async (span) => {
    await whoIsThis();
    span.end();
  });
  await local.whoIsThis();
  await executeChild(tracedChild);
}

export async function tracedChild(): Promise<void> {
  await whoIsThis();
}
