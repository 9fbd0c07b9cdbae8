import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { agent, getAgentName, withSpan } from 'kelet';
import type * as activities from '../activities';

const { whoIsThis } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

export const ask = defineQuery<string[]>('ask');
export const go = defineSignal('go');
export const consult = defineUpdate<(string | undefined)[], [string]>('consult');

/** An agent in an agent, with a span that the user writes to. */
export async function nested(): Promise<(string | undefined)[]> {
  const names = [getAgentName()];
  await agent({ name: 'outer' }, async () => {
    names.push(getAgentName());
    await agent({ name: 'inner' }, async () => {
      await whoIsThis();
      names.push(getAgentName());
    });
    await withSpan('plan', { steps: 2, tools: ['search', 'write'] }, async (span) => {
      span.addEvent('chosen', { tool: 'search' });
      span.setAttributes({ tokens: 7 });
      span.setStatus({ code: 1 });
      await sleep(1);
      names.push(getAgentName());
    });
  });
  return [...names, getAgentName()];
}

/** Fails in an agent, by an error and by a cancellation, and goes on. */
export async function failing(): Promise<string[]> {
  const seen: string[] = [];
  await agent({ name: 'failing' }, async () => {
    await sleep(1);
    throw new Error('of its own');
  }).catch((error: Error) => seen.push(error.message));
  try {
    await CancellationScope.cancellable(() => {
      const ended = agent({ name: 'cancelled' }, () => sleep(60_000));
      CancellationScope.current().cancel();
      return ended;
    });
  } catch (error) {
    if (isCancellation(error)) seen.push('cancelled');
  }
  return seen;
}

/** Goes on in another run from inside of an agent. */
export async function continuing(runs = 2): Promise<string> {
  return agent({ name: `of ${runs}` }, async () => {
    await whoIsThis();
    return runs > 1 ? continueAsNew<typeof continuing>(runs - 1) : 'ended';
  });
}

/** A child of an agent, in two runs. */
export async function delegating(): Promise<void> {
  await agent({ name: 'boss' }, () => executeChild(delegate));
}

export async function delegate(runs = 2): Promise<void> {
  await whoIsThis();
  if (runs > 1) await agent({ name: 'own' }, () => continueAsNew<typeof delegate>(runs - 1));
}

/** Ends ahead of its agent. */
export async function leaving(): Promise<void> {
  void agent({ name: 'left' }, () => condition(() => false));
  await sleep(1);
}

/** In which order what follows an agent runs, and whether its promise is that of its function. */
export async function ticking(): Promise<{ order: string[]; isSame: boolean }> {
  const order: string[] = [];
  const own = sleep(1);
  const given = agent({ name: 'ticking' }, () => own);
  own.then(() => order.push('own'));
  given.then(() => order.push('given'));
  await own;
  for (const name of ['a', 'b', 'c']) {
    await Promise.resolve();
    order.push(name);
  }
  return { order, isSame: own === given };
}

/** Waits, and can be asked meanwhile. */
export async function waiting(): Promise<void> {
  let going = false;
  setHandler(ask, () => agent({ name: 'asked' }, () => [getAgentName() ?? 'none']));
  setHandler(go, () => {
    going = true;
  });
  await condition(() => going);
}

/** Has an agent for each update, several at once, inside of the one of the run. */
export async function consulting(): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  let going = false;
  setHandler(
    consult,
    async (name) => {
      const before = getAgentName();
      const inside = await agent({ name }, async () => {
        await whoIsThis();
        return getAgentName();
      });
      return [before, inside, getAgentName()];
    },
    { validator: (name: string) => agent({ name: `validator of ${name}` }, () => {}) },
  );
  setHandler(go, () =>
    agent({ name: 'signalled' }, () => {
      seen.push(getAgentName());
      going = true;
    }),
  );
  await agent({ name: 'host' }, async () => {
    await condition(() => going);
    seen.push(getAgentName());
  });
  return seen;
}
