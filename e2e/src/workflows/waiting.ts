import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { agenticSession, bindSession, getSessionId } from 'kelet';
import type * as activityTypes from '../activities';

const activities = proxyActivities<typeof activityTypes>({ startToCloseTimeout: '10 seconds' });

export const nudgeUpdate = defineUpdate('nudge');

/** In which session its predicate was evaluated: the first time, which is by condition() itself, and later. */
export async function wait(how: 'bound' | 'bare'): Promise<{ first: unknown; later: unknown[] }> {
  const seen: unknown[] = [];
  let nudges = 0;
  setHandler(nudgeUpdate, () => {
    nudges++;
  });
  const predicate = () => {
    seen.push(getSessionId() ?? 'none');
    return nudges === 2;
  };
  await condition(how === 'bound' ? bindSession(predicate) : predicate);
  const [first, ...later] = seen;
  return { first, later: [...new Set(later)] };
}

/** In which session each step of a generator ran, and its activity; beside each, that of the code that iterates it. */
export async function stream(): Promise<unknown[]> {
  const ended: unknown[] = [];
  // Temporal's bundler compiles the async ones for ES2017, and leaves the others.
  const tokens = agenticSession({ sessionId: 'streamed' }, async function* () {
    try {
      yield getSessionId();
      await sleep(1);
      yield getSessionId();
      yield (await activities.whoIsThis())?.sessionId;
      yield* inner();
    } finally {
      ended.push(getSessionId());
    }
  });
  const seen: unknown[] = [];
  for await (const token of tokens) {
    seen.push([token, getSessionId()]);
    if (token === 'inner') break;
  }
  const numbers = agenticSession({ sessionId: 'counted' }, function* () {
    yield getSessionId();
    yield getSessionId();
  });
  for (const number of numbers) {
    await sleep(1);
    seen.push([number, getSessionId()]);
  }
  return [...seen, ...ended];
}

function inner(): AsyncGenerator<string | undefined> {
  return agenticSession({ sessionId: 'inner' }, async function* () {
    await sleep(1);
    yield getSessionId();
  });
}
