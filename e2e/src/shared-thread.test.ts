import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { startWorker } from './support/worker';
import type { afterPreload } from './workflows/preloading';
import * as workflows from './workflows/shared-thread';

async function failedTask(handle: WorkflowHandle): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  return events?.some((event) => event.workflowTaskFailedEventAttributes != null) ?? false;
}

test('runs that share a thread keep their sessions to themselves, whatever one of them does to the storage', async () => {
  const { client, taskQueue, stop } = await startWorker({
    workflowsPath: require.resolve('./workflows/shared-thread'),
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
    workflowThreadPoolSize: 1,
  });
  try {
    const start = () => ({ workflowId: randomUUID(), taskQueue });
    const ids = ['conv-1', undefined, 'conv-2', undefined, 'conv-3'];
    const inSession = <T>(sessionId: string | undefined, fn: () => T) =>
      sessionId === undefined ? fn() : agenticSession({ sessionId }, fn);
    const handles = await Promise.all(
      ids.map((id) => inSession(id, () => client.workflow.start(workflows.waits, start()))),
    );
    const refused = await agenticSession({ sessionId: 'other' }, () =>
      client.workflow.execute(workflows.ends, start()),
    );
    expect(refused).toEqual(['run', 'getStore']);
    for (const handle of handles) await handle.signal(workflows.goOn);
    const seen = await Promise.all(handles.map((handle) => handle.result()));
    expect(seen).toEqual(ids.map((id) => (id === undefined ? [null, null] : [id, id])));
  } finally {
    await stop();
  }
});

test('a workflow task that is stopped leaves its session to no other run', async () => {
  const { client, taskQueue, stop } = await startWorker({
    workflowsPath: require.resolve('./workflows/shared-thread'),
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
    workflowThreadPoolSize: 1,
    ...({ isolateExecutionTimeout: '300ms' } as object), // Temporal's types leave it out
  });
  try {
    const start = () => ({ workflowId: randomUUID(), taskQueue });
    const hung = await agenticSession({ sessionId: 'hung' }, () => client.workflow.start(workflows.hangs, start()));
    while (!(await failedTask(hung))) await sleep(100);
    await hung.terminate();
    expect(await client.workflow.execute(workflows.asks, start())).toEqual([null, null]);
    const other = () => client.workflow.execute(workflows.asks, start());
    expect(await agenticSession({ sessionId: 'other' }, other)).toEqual(['other', null]);
  } finally {
    await stop();
  }
});

test('a module that calls configure() at load, and is preloaded, gives its settings to runs with sessions of their own', async () => {
  const { client, taskQueue, stop } = await startWorker({
    workflowsPath: require.resolve('./workflows/preloading'),
    bundlerOptions: { preloadModules: [require.resolve('./workflows/preloaded')] },
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
    workflowThreadPoolSize: 1,
  });
  try {
    for (const sessionId of ['conv-1', 'conv-2']) {
      const run = agenticSession({ sessionId }, () =>
        client.workflow.execute<typeof afterPreload>('afterPreload', { workflowId: randomUUID(), taskQueue }),
      );
      expect(await run).toEqual({ preloaded: true, session: sessionId, outcome: expect.stringContaining('kind') });
    }
  } finally {
    await stop();
  }
});
