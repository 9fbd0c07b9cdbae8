import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import { agenticSession, signal } from 'kelet';
import type * as activityTypes from './activities';

const options = { startToCloseTimeout: '10 seconds' } as const;
const { rate, reply } = proxyActivities<typeof activityTypes>(options);
const local = proxyLocalActivities<typeof activityTypes>(options);

export const finish = defineSignal('finish');
export const state = defineQuery<string>('state');

/** The smallest run that has everything a worker can lose. */
export async function ask(text: string): Promise<string> {
  return await reply(text);
}

/** Everything that makes spans and signals, in two runs. */
export async function whole(isSecond = false): Promise<void> {
  let finished = false;
  setHandler(state, () => 'waiting');
  setHandler(finish, async () => {
    await signal({ kind: 'feedback', source: 'human', score: 1 });
    await reply('in a handler');
    finished = true;
  });
  await reply('first');
  await rate();
  await local.reply('local');
  await executeChild(ask, { args: ['child'] });
  await agenticSession({ sessionId: 'inner' }, () => reply('in a session of its own'));
  await condition(() => finished);
  if (!isSecond) await continueAsNew<typeof whole>(true);
}

/** Asks a worker of another task queue. */
export async function elsewhere(taskQueue: string): Promise<string> {
  return await proxyActivities<typeof activityTypes>({ ...options, taskQueue }).reply('elsewhere');
}

/** Sends a signal that nobody may serve. */
export async function tell(): Promise<void> {
  await signal({ kind: 'event', source: 'synthetic', triggerName: 'told' });
}

/** Waits until it is told to end, and does nothing before. */
export async function wait(): Promise<void> {
  let finished = false;
  setHandler(finish, () => {
    finished = true;
  });
  await condition(() => finished);
}
