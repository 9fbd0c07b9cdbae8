import { condition, continueAsNew, proxyActivities } from '@temporalio/workflow';
import { type Signal, signal } from 'kelet';
import type * as activityTypes from './activities';

/** With a time-out in which no API that hangs may take part. */
const { tick, sendInActivity } = proxyActivities<typeof activityTypes>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
});

const named = (name: string, index: number): Signal => ({
  kind: 'feedback',
  source: 'synthetic',
  triggerName: `${name} ${index}`,
});

/** Awaits one signal after the other. */
export async function inTurn(name: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await signal(named(name, index));
}

export async function atOnce(name: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => signal(named(name, index))));
}

/** Waits for its cancellation, and says so. */
export async function cancelled(name: string): Promise<void> {
  try {
    await condition(() => false);
  } finally {
    await signal(named(name, 0));
  }
}

/** A signal in each of two runs. */
export async function inEachRun(name: string, run = 0): Promise<void> {
  await signal(named(name, run));
  if (run === 0) await continueAsNew<typeof inEachRun>(name, 1);
}

/** An activity that sends, and that is to end within its 10 seconds. */
export async function byActivity(name: string, count: number, turns: boolean): Promise<void> {
  await sendInActivity(name, count, turns);
}

/** What the user has the worker for. */
export async function ticks(): Promise<void> {
  await tick();
}
