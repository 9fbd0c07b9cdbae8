import { trace } from '@opentelemetry/api';
import * as workflow from '@temporalio/workflow';
import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { agent, withSpan } from 'kelet-core';
import type * as activityTypes from './activities';

const { work } = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });
const local = proxyLocalActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export const tell = defineSignal('tell');
export const finish = defineSignal('finish');
export const ask = defineQuery<string>('ask');
export const ready = defineUpdate<void>('ready');

/** Crosses every boundary that makes spans, then waits for messages. */
export async function whole(): Promise<void> {
  let steps = false;
  let told = false;
  let finished = false;
  setHandler(ask, () => 'answer');
  setHandler(ready, () => condition(() => steps));
  setHandler(tell, () =>
    agent({ name: 'listener' }, () => {
      told = true;
    }),
  );
  setHandler(finish, () => {
    finished = true;
  });
  await trace.getTracer('user').startActiveSpan('user-span', async (span) => {
    await work();
    span.end();
  });
  await agent({ name: 'planner' }, async () => {
    await local.work();
    await withSpan('think', { step: 1 }, async (span) => {
      span.addEvent('thought', { of: 'a child' });
      await executeChild(child);
    });
  });
  await callNexus();
  steps = true;
  await agent({ name: 'waiter' }, () => condition(() => told && finished));
}

export async function child(): Promise<void> {
  await work();
}

interface NexusClient {
  executeOperation(name: string, input: null): Promise<unknown>;
}

async function callNexus(): Promise<void> {
  const { createNexusServiceClient } = workflow as unknown as {
    createNexusServiceClient(options: { endpoint: string; service: object }): NexusClient;
  };
  const service = { name: 'probe', operations: { who: { name: 'who' } } };
  await createNexusServiceClient({ endpoint: workflowInfo().taskQueue, service }).executeOperation('who', null);
}
