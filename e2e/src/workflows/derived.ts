import {
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { agenticSession, getSession, getSessionId, type Session } from 'kelet';
import type * as activityTypes from '../activities';

const { whoIsThis } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export async function derived(): Promise<(string | undefined)[]> {
  return [getSessionId(), (await whoIsThis())?.sessionId, await executeChild(derivedChild)];
}

export async function derivedChild(): Promise<string | undefined> {
  return getSessionId();
}

export async function askActivity(): Promise<Session | undefined> {
  return whoIsThis();
}

/** What reached the run itself, and what leaves it from a session of its own. */
export async function arriving(): Promise<(Session | undefined)[]> {
  const own = { sessionId: 'own', userId: 'user-8', metadata: { secret: 't', plan: 'max' } };
  return [getSession(), await agenticSession(own, () => whoIsThis())];
}

/** Three runs after the first; the last says what is left of the session. */
export async function continued(runs: number): Promise<Session | undefined> {
  if (runs === 0) return getSession();
  return continueAsNew<typeof continued>(runs - 1);
}

export async function continuedElsewhere(again: boolean): Promise<Session | undefined> {
  if (!again) return getSession();
  return agenticSession({ sessionId: 'elsewhere' }, () => continueAsNew<typeof continuedElsewhere>(false));
}

export const renew = defineSignal('renew');

/** A handler asks for the next run, in the session of its message. */
export async function continuedByHandler(again: boolean): Promise<Session | undefined> {
  if (!again) return getSession();
  setHandler(renew, () => continueAsNew<typeof continuedByHandler>(false));
  await condition(() => false);
  return undefined;
}
