import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { agenticSession, type SignalBody } from 'kelet';
import type * as workflows from '../workflows/built-ins';
import type { How } from '../workflows/replacing';
import type { Running } from './worker';

/** One with Kelet, one that is the same without, and what the API got. */
export interface Workers {
  readonly kelet: Running;
  readonly bare: Running;
  sent(): readonly SignalBody[];
}

export interface Replacing {
  readonly name: string;
  readonly how: How;
  /** In the run, or before its module is loaded. */
  readonly when: 'in-run' | 'at-load';
}

interface Missed {
  readonly replacing: Replacing;
  readonly step: string;
  readonly seen: unknown;
}

/** What a run has seen that missed nothing, by its steps. */
const WHOLE: workflows.Seen = {
  signal: 'run',
  session: ['inner', 'inner', 'inner'],
  activity: 'user',
  local: 'run',
  child: ['run inner', 'child inner', 'external inner'],
  timer: 'run',
  condition: 'run',
  generator: ['inner', 'inner'],
  asyncGenerator: ['inner', 'inner'],
  wrong: ['Kelet.INVALID_SIGNAL', 'Kelet.INVALID_SESSION'],
  log: 'run',
  update: 'message',
  query: 'message',
  finish: 'message',
  'next run': 'run',
};

/** The signals that such a run sends: in which session, and which. */
const SIGNALS = ['inner child', 'inner session', 'message update', 'named named', 'run run'];

/** Of a run that does every step, and of one that does one of them. */
const LIMIT_MS = { all: 60_000, one: 20_000 };

/** Temporal uses these between runs: where one is replaced, each later run of the worker is lost, with Kelet or not. */
const NEEDED_BY_TEMPORAL = ['Error', 'Object', 'Reflect', 'Set'];

/**
 * What runs with Kelet miss, and those without do not, with one built-in replaced in each: every one that the sandbox has.
 *
 * @param of whose statics are missing, one in each run, where `how` is 'lacking'
 * @param alone whether each run has a V8 context of its own
 */
export async function missedByAny(
  workers: Workers,
  {
    how,
    when,
    alone = false,
    of,
  }: Omit<Replacing, 'name'> & { readonly alone?: boolean; readonly of?: readonly string[] },
): Promise<string[]> {
  const { client, taskQueue } = workers.kelet;
  const all: string[] = await client.workflow.execute('names', {
    workflowId: randomUUID(),
    taskQueue,
    args: [of ?? null],
  });
  const names = all.filter((name) => alone || !NEEDED_BY_TEMPORAL.includes(name));
  const found = (await Promise.all(names.map((name) => missed(workers, { name, how, when })))).flat();
  const confirmed: string[] = [];
  // On a busy machine a run may end for want of time: what counts is missed also by a run that has the worker to itself.
  for (const { replacing, step, seen } of found) {
    const again = step === 'signals' ? seen : (await converse(workers.kelet, replacing, step))[step];
    if (isDeepStrictEqual(again, WHOLE[step])) continue;
    confirmed.push(`${replacing.name}, ${how} ${when}: ${step} ${JSON.stringify(again)}`);
  }
  return confirmed;
}

/**
 * What a run with Kelet misses, with that built-in replaced, and one without Kelet does not: its steps. Where a whole run
 * fails, each step has a run of its own.
 */
async function missed({ kelet, bare, sent }: Workers, replacing: Replacing): Promise<Missed[]> {
  const workflowId = newId(replacing, 'all');
  const seen = await converse(kelet, replacing, null, workflowId);
  if (isDeepStrictEqual(seen, WHOLE)) {
    const signals = sentBy(workflowId, sent());
    return isDeepStrictEqual(signals, SIGNALS) ? [] : [{ replacing, step: 'signals', seen: signals }];
  }
  const found = await Promise.all(
    Object.keys(WHOLE).map(async (step) => {
      if (isDeepStrictEqual(seen[step], WHOLE[step])) return undefined;
      const alone = (await converse(kelet, replacing, step))[step];
      if (isDeepStrictEqual(alone, WHOLE[step])) return undefined;
      const without = (await converse(bare, replacing, step))[step];
      return without === undefined || without === 'threw' ? undefined : { replacing, step, seen: alone };
    }),
  );
  return found.filter((step) => step !== undefined);
}

function sentBy(workflowId: string, bodies: readonly SignalBody[]): string[] {
  const own = bodies.filter(({ metadata }) => metadata?.['of'] === workflowId);
  return own.map((body) => `${body.session_id} ${body.trigger_name}`).sort();
}

/** The workflow reads from it what to do before it is loaded. */
const newId = ({ name, how, when }: Replacing, step: string) => `${when}/${how}/${name}/${step}/${randomUUID()}`;

/** Lets a run do every step, or one, and gives what it saw: nothing, where it did not come to its end. */
async function converse(
  running: Running,
  replacing: Replacing,
  only: string | null,
  workflowId = newId(replacing, only ?? 'all'),
): Promise<workflows.Seen> {
  const { client, taskQueue } = running;
  const options = { workflowId, taskQueue, workflowExecutionTimeout: LIMIT_MS[only === null ? 'all' : 'one'] };
  const args: Parameters<typeof workflows.withReplaced> = [replacing.name, replacing.how, only, null];
  const handle = await agenticSession({ sessionId: 'run', userId: 'user' }, () =>
    client.workflow.start<typeof workflows.withReplaced>('withReplaced', { ...options, args }),
  );
  const talk = async (): Promise<workflows.Seen> => {
    const update = wants('update', only) ? await handle.executeUpdate('change') : undefined;
    const query = wants('query', only) ? ((await handle.query('ask')) ?? 'none') : undefined;
    await handle.signal('finish');
    return { ...(await handle.result()), update, query };
  };
  // One that is ended fails its result at once, and its update much later.
  const failed = new Promise<never>((_, fail) => {
    handle.result().catch(fail);
  });
  return agenticSession({ sessionId: 'message' }, () => Promise.race([talk(), failed]).catch(() => ({})));
}

const wants = (step: string, only: string | null) => only === null || only === step;
