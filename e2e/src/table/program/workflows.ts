import * as workflow from '@temporalio/workflow';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { agent, agenticSession, getSessionId, signal } from 'kelet-core';
import type * as activityTypes from './activities';

export { remarks } from './remarks';

export type Id = string | null;

const { who, failsFirst, sessionOfSignal } = proxyActivities<typeof activityTypes>({
  startToCloseTimeout: '10 seconds',
});
const local = proxyLocalActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

const here = (): Id => getSessionId() ?? null;

/** Runs `fn` in a session of its own, or in that of the run. */
function within<R>(own: string | null, fn: () => R): R {
  return own === null ? fn() : agenticSession({ sessionId: own }, fn);
}

export async function execute(own: string | null): Promise<Id> {
  return within(own, here);
}

export async function activity(own: string | null): Promise<Id> {
  return within(own, () => who());
}

export async function localActivity(own: string | null): Promise<Id> {
  return within(own, () => local.who());
}

export async function child(own: string | null): Promise<Id> {
  return within(own, () => executeChild(activity, { args: [null] }));
}

export async function grandchild(own: string | null): Promise<Id> {
  return within(own, () => executeChild(child, { args: [null] }));
}

export async function timerThenActivity(own: string | null): Promise<Id> {
  return within(own, async () => {
    await sleep(5);
    return who();
  });
}

export async function cancellationScope(own: string | null): Promise<Id> {
  return within(own, () => CancellationScope.cancellable(() => CancellationScope.nonCancellable(() => who())));
}

/** The session of a promise that nobody awaited until another session had begun and ended. */
export async function detachedPromise(own: string | null): Promise<Id> {
  const detached = within(own, async () => {
    await sleep(5);
    return here();
  });
  await agenticSession({ sessionId: 'passing' }, () => sleep(10));
  return detached;
}

export async function conditionThenActivity(own: string | null): Promise<Id> {
  let open = false;
  const waited = within(own, async () => {
    await condition(() => open);
    return who();
  });
  await agenticSession({ sessionId: 'passing' }, async () => {
    await sleep(5);
    open = true;
  });
  return waited;
}

export async function continueAsNewThrice(own: string | null, runs = 3): Promise<Id> {
  if (runs === 0) return who();
  return within(own, () => continueAsNew<typeof continueAsNewThrice>(null, runs - 1));
}

export async function retried(own: string | null): Promise<Id> {
  if (await failsFirst(workflowInfo().workflowId, 1)) throw ApplicationFailure.retryable('again');
  return within(own, () => who());
}

/** The session in which a signal of Kelet arrives, that this run sends. */
export async function keletSignal(own: string | null): Promise<Id> {
  await within(own, () => signal({ kind: 'event', source: 'synthetic', raiseOnFailure: true }));
  return sessionOfSignal(workflowInfo().workflowId);
}

export const tell = defineSignal('tell');
export const finish = defineSignal('finish');
export const ask = defineQuery<Id>('ask');
export const change = defineUpdate<Id>('change');
export const validate = defineUpdate<Id>('validate');

/** Handles messages until it is told to finish, and gives the session of each signal. */
export async function listen(): Promise<Id[]> {
  const told: Id[] = [];
  let validator: Id = 'not called';
  let finished = false;
  setHandler(tell, () => {
    told.push(here());
  });
  setHandler(finish, () => {
    finished = true;
  });
  setHandler(ask, here);
  setHandler(change, () => who());
  // Without a pause: a validator does not run again when a run is replayed.
  setHandler(validate, () => validator, {
    validator: () => {
      validator = here();
    },
  });
  await condition(() => finished && told.length > 0);
  return told;
}

export async function signalToChild(own: string | null): Promise<Id> {
  const handle = await startChild(listen);
  await within(own, () => handle.signal(tell));
  await handle.signal(finish);
  return (await handle.result())[0] ?? null;
}

export async function signalToExternal(own: string | null): Promise<Id> {
  const handle = await startChild(listen);
  const external = getExternalWorkflowHandle(handle.workflowId);
  await within(own, () => external.signal(tell));
  await external.signal(finish);
  return (await handle.result())[0] ?? null;
}

/** Messages with two other sessions arrive in the middle of a session of the run's own. */
export async function interleaved(own: string | null): Promise<Id> {
  const order: string[] = [];
  let open = 0;
  setHandler(tell, async () => {
    const before = here();
    await sleep(10);
    order.push(`${before}=${here()}`);
    open++;
  });
  return within(own, async () => {
    await condition(() => open === 2);
    const mixed = order.find((pair) => pair.split('=')[0] !== pair.split('=')[1]);
    return mixed ?? who();
  });
}

interface NexusClient {
  executeOperation(name: string, input: null): Promise<Id>;
}

type CreateNexusClient = (options: { endpoint: string; service: object }) => NexusClient;

/** Calls a Nexus operation of this task queue's own endpoint. */
async function callNexus(operation: string): Promise<Id> {
  // Looked up when it runs: older versions of Temporal run this file too, and had another name for it.
  const names = workflow as unknown as Record<string, CreateNexusClient | undefined>;
  const create = names['createNexusServiceClient'] ?? names['createNexusClient'];
  if (create === undefined) throw ApplicationFailure.nonRetryable('This version of Temporal calls no Nexus operation');
  const service = { name: 'probe', operations: { who: { name: 'who' }, start: { name: 'start' } } };
  return create({ endpoint: workflowInfo().taskQueue, service }).executeOperation(operation, null);
}

export async function nexusHandler(own: string | null): Promise<Id> {
  return within(own, () => callNexus('who'));
}

export async function nexusWorkflow(own: string | null): Promise<Id> {
  return within(own, () => callNexus('start'));
}

/** Races between activities, local activities, timers and a child, in an order that only the server decides. */
export async function races(): Promise<unknown[]> {
  const first = await Promise.race([who(), sleep(5), local.who()]);
  const second = await Promise.race([executeChild(execute, { args: [null] }), sleep(20), who()]);
  const rest = await Promise.all([local.who(), who(), agenticSession({ sessionId: 'inner' }, () => local.who())]);
  return [first, second, ...rest];
}

/** In which sessions a run was at each of its steps, then those of the one signal that it waits for. */
export async function isolated(): Promise<Id[]> {
  const told: Id[] = [];
  setHandler(tell, async () => {
    told.push(here(), await who());
  });
  const before = [here(), await who(), await executeChild(activity, { args: [null] })];
  await condition(() => told.length === 2);
  return [...before, await who(), here(), ...told];
}

/** A small workflow as data: what it does, one after another, at once, or as a race, in sessions of its own or not. */
export type Step =
  | { readonly kind: 'activity' | 'local' | 'sleep' | 'child' | 'random' }
  | { readonly kind: 'sequence' | 'all' | 'race'; readonly steps: readonly Step[] }
  | { readonly kind: 'session' | 'agent'; readonly id: string; readonly steps: readonly Step[] };

export async function planned(step: Step): Promise<unknown> {
  switch (step.kind) {
    case 'activity':
      return who();
    case 'local':
      return local.who();
    case 'sleep':
      return sleep(1);
    case 'child':
      return executeChild(execute, { args: [null] });
    case 'random':
      return Math.random() < 0.5 ? who() : sleep(1);
    case 'all':
      return Promise.all(step.steps.map(planned));
    case 'race':
      return Promise.race(step.steps.map(planned));
    case 'session':
      return agenticSession({ sessionId: step.id }, () => Promise.all(step.steps.map(planned)));
    case 'agent':
      return agent({ name: step.id }, () => Promise.all(step.steps.map(planned)));
    case 'sequence':
      for (const next of step.steps) await planned(next);
      return here();
  }
}

/** The run, its signal and its update all issue commands, of which the order is that in which they began. */
export async function crowded(): Promise<unknown[]> {
  const seen: unknown[] = [];
  setHandler(tell, async () => {
    seen.push(await Promise.race([who(), sleep(1)]));
  });
  setHandler(change, async () => {
    await sleep(2);
    const id = await who();
    seen.push(id);
    return id;
  });
  const own = await Promise.all([sleep(3), who(), executeChild(execute, { args: [null] })]);
  await condition(() => seen.length === 2);
  return own;
}
