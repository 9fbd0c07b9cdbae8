import { proxyActivities } from '@temporalio/workflow';
import { agenticSession, getSessionId, signal } from 'kelet';
import type * as activities from './activities.js';

const { reply } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

/** What each place says about the session that it runs in. */
export async function MyWorkflow(greeting: string) {
  await signal({ kind: 'event', source: 'synthetic', value: greeting });
  return {
    workflow: getSessionId(),
    inner: agenticSession({ sessionId: 'inner' }, () => getSessionId()),
    ...(await reply()),
  };
}
