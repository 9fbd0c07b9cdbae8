import { proxyActivities } from '@temporalio/workflow';
import { configure, getSessionId, signal } from 'kelet-core';

const { reply } = proxyActivities<{ reply(): Promise<string> }>({ startToCloseTimeout: '10 seconds' });

// What a module that is shared with the host calls: it must attach nothing here.
configure({ project: 'of-the-sandbox' });

export async function answer() {
  await signal({ kind: 'event', source: 'synthetic', triggerName: 'answered' });
  return { workflow: getSessionId(), activity: await reply() };
}
