import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import { agenticSession, getMetadata, getSession, getSessionId, getUserId, type Session } from 'kelet';
import type * as activityTypes from '../activities';

const activities = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });
const local = proxyLocalActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export type Seen = Record<string, Session | undefined>;

/** What each place that a run reaches says about its session. */
export async function look(): Promise<Seen> {
  return {
    workflow: getSession(),
    activity: await activities.whoIsThis(),
    localActivity: await local.whoIsThis(),
    child: await executeChild(lookFromChild),
    nested: await agenticSession({ sessionId: 'inner', metadata: { step: 2 } }, () => activities.whoIsThis()),
    afterwards: getSession(),
  };
}

export async function lookFromChild(): Promise<Session | undefined> {
  return getSession();
}

export async function readEach(): Promise<unknown[]> {
  return [getSessionId(), getUserId(), getMetadata()];
}

export async function sendFeedback(): Promise<void> {
  await activities.sendFeedback();
}

export const askQuery = defineQuery<Session | undefined>('ask');
export const tellSignal = defineSignal('tell');
export const changeUpdate = defineUpdate<{ handler: Session | undefined; validator: Session | undefined }>('change');
export const finishSignal = defineSignal('finish');

/** Waits for messages, and says in which session each was handled. */
export async function listen(): Promise<{ told: (Session | undefined)[]; at: Session | undefined }> {
  const told: (Session | undefined)[] = [];
  let validator: Session | undefined;
  let finished = false;
  setHandler(askQuery, () => getSession());
  setHandler(tellSignal, () => {
    told.push(getSession());
  });
  setHandler(changeUpdate, () => ({ handler: getSession(), validator }), {
    validator: () => {
      validator = getSession();
    },
  });
  setHandler(finishSignal, () => {
    finished = true;
  });
  await condition(() => finished);
  return { told, at: getSession() };
}

/** Signals a child as a child and as an external workflow, each in a session that is not the child's own. */
export async function tellChild(): Promise<(Session | undefined)[]> {
  const child = await startChild(listen);
  await agenticSession({ sessionId: 'to-child' }, () => child.signal(tellSignal));
  const external = getExternalWorkflowHandle(child.workflowId);
  await agenticSession({ sessionId: 'to-external' }, () => external.signal(tellSignal));
  await child.signal(finishSignal);
  return (await child.result()).told;
}
