import { randomUUID } from 'node:crypto';
import { agenticSession, configure, type Signal, signal, signalCounts } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type Api, startApi } from '../support/api';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import * as workflows from './slow-workflows';

const named = (triggerName: string): Signal => ({ kind: 'event', source: 'synthetic', triggerName });

/** What a user's activity may do with signals; the time-outs are those of slow-workflows.ts. */
const activities = {
  async inTurn(count: number): Promise<string> {
    for (let n = 0; n < count; n++) await signal(named('in turn'));
    return 'done';
  },
  async atOnce(count: number): Promise<string> {
    await Promise.all(Array.from({ length: count }, () => signal(named('at once'))));
    return 'done';
  },
};
export type SlowActivities = typeof activities;

let api: Api;
let running: Running;

async function start(slots?: number): Promise<Running> {
  running = await startWorker({
    workflowsPath: require.resolve('./slow-workflows'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
    ...(slots !== undefined && { maxConcurrentActivityTaskExecutions: slots }),
  });
  return running;
}

beforeEach(async () => {
  api = await startApi(() => 'never');
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url });
});

afterEach(async () => {
  await api.stop();
  await running.stop();
});

const execute = <A extends unknown[], R>(workflow: (...args: A) => Promise<R>, ...args: A): Promise<R> => {
  const options = { workflowId: randomUUID(), taskQueue: running.taskQueue, args };
  return agenticSession({ sessionId: 'conv-42' }, () =>
    running.client.workflow.execute<(...args: A) => Promise<R>>(workflow, options as never),
  ) as Promise<R>;
};

describe('an activity that awaits its signals, and an API that never answers', () => {
  test('the activity ends in its time, however many they are, and each is given up', async () => {
    await start();
    const before = signalCounts().dropped.undelivered;
    const outcomes = await Promise.all([
      execute(workflows.sends, 'inTurn', 1),
      execute(workflows.sends, 'inTurn', 20),
      execute(workflows.sends, 'atOnce', 50),
      execute(workflows.sendsBetweenHeartbeats, 'inTurn', 20),
    ]);
    expect(outcomes).toEqual(Array(4).fill('done'));
    expect(signalCounts().dropped.undelivered - before).toBe(91);
  });
});

describe('signals of workflow code, and an API that never answers', () => {
  test('hold a quarter of the activity slots at most, and none of them while Temporal waits', async () => {
    await start(8);
    const handles = await agenticSession({ sessionId: 'conv-42' }, () =>
      Promise.all(
        Array.from({ length: 6 }, () =>
          running.client.workflow.start(workflows.tellsMany, {
            workflowId: randomUUID(),
            taskQueue: running.taskQueue,
            args: [20],
          }),
        ),
      ),
    );
    while (api.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    // While signals wait, activities of the user's run: in order, and within their time-outs.
    for (let n = 0; n < 5; n++) expect(await execute(workflows.sends, 'inTurn', 0)).toBe('done');
    expect(api.mostAtOnce()).toBe(2);
    await Promise.all(handles.map((handle) => handle.terminate()));
  });
});
