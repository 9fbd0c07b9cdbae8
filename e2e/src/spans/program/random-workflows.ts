import {
  condition,
  defineQuery,
  defineSignal,
  executeChild,
  proxyActivities,
  setHandler,
  sleep,
  uuid4,
} from '@temporalio/workflow';
import { agent, withSpan } from 'kelet-core';
import type * as activityTypes from './activities';

const { work } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

/** Which commands there are, and under which ids, depends on random numbers. */
export async function randoms(): Promise<void> {
  for (let step = 0; step < 8; step++) await either();
  await executeChild(nothing, { workflowId: `random-${uuid4()}` });
}

function either(): Promise<void> {
  return agent({ name: 'chooser' }, () =>
    withSpan('choice', {}, async (span) => {
      span.addEvent('drawn');
      if (Math.random() < 0.5) await work();
      else await sleep(1);
    }),
  );
}

export const ask = defineQuery<string>('ask');
export const go = defineSignal('go');

/** The same, with a wait in the middle, in which it can be queried. */
export async function pausing(): Promise<void> {
  let going = false;
  setHandler(ask, () => agent({ name: 'asked' }, () => 'waiting'));
  setHandler(go, () => {
    going = true;
  });
  await either();
  await condition(() => going);
  await randoms();
}

export async function nothing(): Promise<void> {}
