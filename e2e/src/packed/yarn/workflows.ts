import { proxyActivities } from '@temporalio/workflow';
import { getSessionId, signal } from 'kelet';

const { reply } = proxyActivities<{ reply(): Promise<string> }>({ startToCloseTimeout: '10 seconds' });

export async function answer() {
  await signal({ kind: 'event', source: 'synthetic', triggerName: 'answered' });
  return { workflow: getSessionId(), activity: await reply() };
}
