import { randomUUID } from 'node:crypto';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/waiting';

const WORKERS = [
  ['caches runs', {}],
  ['caches none, and so replays', { maxCachedWorkflows: 0 }],
  ['gives each run a V8 context', { reuseV8Context: false }],
] as const;

describe.each(WORKERS)('on a worker that %s', (_, options) => {
  let running: Running;

  beforeAll(async () => {
    running = await startWorker({
      workflowsPath: require.resolve('./workflows/waiting'),
      activities,
      plugins: [new KeletPlugin({ includeOtelPlugin: false })],
      ...options,
    });
  });

  afterAll(() => running.stop());

  const start = () => ({ workflowId: randomUUID(), taskQueue: running.taskQueue });
  const inSession = <T>(fn: () => T) => agenticSession({ sessionId: 'conv-42' }, fn);

  async function wait(how: 'bound' | 'bare') {
    const handle = await inSession(() => running.client.workflow.start(workflows.wait, { ...start(), args: [how] }));
    // From outside of the session. The first may be handled before the code waits; the second is another activation.
    await handle.executeUpdate(workflows.nudgeUpdate);
    await handle.executeUpdate(workflows.nudgeUpdate);
    return handle.result();
  }

  test('a predicate that is bound is evaluated in the session of the code that waits, each time', async () => {
    expect(await wait('bound')).toEqual({ first: 'conv-42', later: ['conv-42'] });
  });

  test('one that is not bound has it the first time only', async () => {
    expect(await wait('bare')).toEqual({ first: 'conv-42', later: ['none'] });
  });

  test('each step of a generator is in its session, and the code that iterates it is not', async () => {
    expect(await inSession(() => running.client.workflow.execute(workflows.stream, start()))).toEqual([
      ['streamed', 'conv-42'],
      ['streamed', 'conv-42'],
      ['streamed', 'conv-42'],
      ['inner', 'conv-42'],
      ['counted', 'conv-42'],
      ['counted', 'conv-42'],
      'streamed',
    ]);
  });
});
