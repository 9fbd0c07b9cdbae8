import { proxyActivities } from '@temporalio/workflow';
import { getSession, type Session, signal } from 'kelet';

const { later, whoIsThis } = proxyActivities<{ later(): Promise<string>; whoIsThis(): Promise<Session | undefined> }>({
  startToCloseTimeout: '20 seconds',
});

export async function look(): Promise<unknown> {
  await signal({ kind: 'event', source: 'synthetic', triggerName: 'from a workflow' });
  return { workflow: getSession()?.sessionId, activity: (await whoIsThis())?.sessionId };
}

/** Waits for an activity that something else completes. */
export async function waitForLater(): Promise<string> {
  return later();
}
