import { proxyActivities } from '@temporalio/workflow';
import { signal } from 'kelet';
import type { SlowActivities } from './slow-api.test';

const retry = { maximumAttempts: 1 };
const own = proxyActivities<SlowActivities>({ startToCloseTimeout: '5 seconds', retry });
const beating = proxyActivities<SlowActivities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '5 seconds',
  retry,
});

export async function sends(how: keyof SlowActivities, count: number): Promise<string> {
  return own[how](count);
}

export async function sendsBetweenHeartbeats(how: keyof SlowActivities, count: number): Promise<string> {
  return beating[how](count);
}

export async function tellsMany(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => signal({ kind: 'event', source: 'synthetic' })));
}
