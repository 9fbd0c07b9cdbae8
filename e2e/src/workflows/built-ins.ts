// First, and so before what else is imported here.
import './replacing-at-load';
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { agenticSession, bindSession, getSessionId, type Signal, signal } from 'kelet';
import type * as activityTypes from '../activities';
import { type How, replace, replaceable, staticsOf } from './replacing';

const options = { startToCloseTimeout: '10 seconds', retry: { maximumAttempts: 1 } } as const;
const { whoIsThis } = proxyActivities<typeof activityTypes>(options);
const { whoIsThis: whoIsThisHere } = proxyLocalActivities<typeof activityTypes>(options);

export const askQuery = defineQuery<string | undefined>('ask');
export const changeUpdate = defineUpdate<string>('change');
export const finishSignal = defineSignal('finish');
const tellSignal = defineSignal<[string]>('tell');

/** A session id, or several, for each thing that was done; 'none' without one, and 'threw' where it was not done. */
export type Seen = Record<string, unknown>;

/** What can be replaced: each built-in, or of some each static. */
export async function names(of: string[] | null): Promise<string[]> {
  return of === null ? replaceable() : of.flatMap(staticsOf);
}

/** Does all that Kelet has a hook in, with one built-in replaced; its steps by name, or each of them. */
export async function withReplaced(name: string, how: How, only: string | null, before: Seen | null): Promise<Seen> {
  replace(name, how);
  if (before !== null) {
    before['next run'] = getSessionId() ?? 'none';
    return before;
  }
  const seen: Seen = {};
  let finished = '';
  setHandler(askQuery, getSessionId);
  setHandler(changeUpdate, changed, {
    validator: () => {
      // Told by a refusal: on replay no validator runs, so that it can leave nothing behind.
      if (getSessionId() === 'run') throw new Error('not in the session of the message');
    },
  });
  setHandler(finishSignal, () => {
    finished = `${getSessionId()}`;
  });
  for (const step in STEPS) {
    if (only === null || only === step) seen[step] = await tried(STEPS[step] as Step, { name, how });
  }
  await condition(() => finished !== '');
  seen['finish'] = finished;
  if (only !== null && only !== 'next run') return seen;
  return continueAsNew<typeof withReplaced>(name, how, only, seen);
}

/** Gives its own session, and those of what it is told as a child and as any other workflow. */
export async function child(name: string, how: How): Promise<string[]> {
  replace(name, how);
  const told: string[] = [];
  setHandler(tellSignal, (as) => {
    told.push(`${as} ${getSessionId()}`);
  });
  await feedback('child');
  await condition(() => told.length === 2);
  return [`run ${getSessionId()}`].concat(told.sort());
}

interface Run {
  readonly name: string;
  readonly how: How;
}

type Step = (run: Run) => Promise<unknown>;

async function tried(step: Step, run: Run): Promise<unknown> {
  try {
    return (await step(run)) ?? 'none';
  } catch {
    return 'threw';
  }
}

async function changed(): Promise<string> {
  await feedback('update');
  return getSessionId() ?? 'none';
}

const TIME = time('2026-01-02T03:04:05Z');

// As the object that it is before Date is replaced; where that was done at load, as a text.
function time(text: string): Date | string {
  try {
    return new Date(text);
  } catch {
    return text;
  }
}

function feedback(triggerName: string, more: Partial<Signal> = {}): Promise<void> {
  const { sessionId = getSessionId(), metadata = { of: ofWhich() } } = more;
  const scored = { score: 1, value: 'good', confidence: 0.5, timestamp: TIME };
  return signal({ kind: 'feedback', source: 'human', triggerName, sessionId, metadata, ...scored });
}

/** The run that the client started. */
function ofWhich(): string {
  const { parent, workflowId } = workflowInfo();
  return parent?.workflowId ?? workflowId;
}

const INNER = { sessionId: 'inner', userId: 'user-8', metadata: { step: 2 } };

const STEPS: Record<string, Step> = {
  async signal() {
    await feedback('run');
    await feedback('named', { sessionId: 'named' });
    return getSessionId();
  },
  session: () =>
    agenticSession(INNER, async () => {
      await feedback('session');
      return [getSessionId(), (await whoIsThis())?.sessionId, getSessionId()];
    }),
  activity: async () => (await whoIsThis())?.userId,
  local: async () => (await whoIsThisHere())?.sessionId,
  child: ({ name, how }) =>
    agenticSession(INNER, async () => {
      const started = await startChild(child, { args: [name, how] });
      await started.signal(tellSignal, 'child');
      await getExternalWorkflowHandle(started.workflowId).signal(tellSignal, 'external');
      return started.result();
    }),
  async timer() {
    await sleep(1);
    return getSessionId();
  },
  async condition() {
    const ids: unknown[] = [];
    const asked = bindSession(() => ids.push(getSessionId()) > 1);
    await agenticSession(INNER, async () => {
      const both = condition(asked);
      await sleep(1);
      await both;
    });
    return getSessionId();
  },
  async generator() {
    function* twice() {
      yield getSessionId();
      return getSessionId();
    }
    const steps = agenticSession(INNER, twice);
    return [steps.next().value, steps.next().value];
  },
  async asyncGenerator() {
    async function* twice() {
      await sleep(1);
      yield getSessionId();
      return getSessionId();
    }
    const steps = agenticSession(INNER, twice);
    return [(await steps.next()).value, (await steps.next()).value];
  },
  async wrong() {
    const rejected = await signal({ kind: 'none' } as never).catch((error) => error.type);
    let refused: unknown;
    try {
      agenticSession({ sessionId: '' }, () => 1);
    } catch (error) {
      refused = (error as { type?: unknown }).type;
    }
    return [rejected, refused];
  },
  async log() {
    log.info('a line');
    return getSessionId();
  },
};
