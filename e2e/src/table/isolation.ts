import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { agenticSession } from 'kelet-core';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { startWorkerProcess } from '../support/worker-process';
import { isolated, tell } from './program/workflows';
import { buildTable } from './run-table';

/** So many conversations at once are in two workers in turn; to be called at the top of a test file. */
export function testIsolation(count: number): void {
  const directory = temporaryDirectory(__dirname);
  let program: string;
  let client: Client;

  beforeAll(async () => {
    program = await buildTable(directory);
    const connection = await Connection.connect({ address: temporalAddress() });
    client = new Client({ connection, plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  });

  afterAll(() => client.connection.close());

  test.each([
    ['of the default size', {}],
    ['of size 0', { maxCachedWorkflows: 0 }],
  ])(
    `${count} conversations at once, a cache %s, the worker killed midway: none is lost, none is mixed`,
    async (_, options) => {
      const taskQueue = `isolation-${randomUUID()}`;
      const env = { KELET_AS: 'plugin', WORKER_OPTIONS: JSON.stringify(options) };
      let worker = await startWorkerProcess(program, taskQueue, env);
      let finished = 0;
      const runs = Array.from({ length: count }, async (_run, index) => {
        const [own, other] = [`own-${index}`, `other-${index}`];
        const workflowId = `isolated-${taskQueue}-${index}`;
        const handle = await agenticSession({ sessionId: own }, () =>
          client.workflow.start(isolated, { workflowId, taskQueue }),
        );
        await agenticSession({ sessionId: other }, () => handle.signal(tell));
        const seen = await handle.result();
        finished++;
        return { seen, expected: [own, own, own, own, own, other, other] };
      });
      const all = Promise.all(runs);
      while (finished < count / 4) await sleep(20);
      const before = finished;
      await worker.end('SIGKILL');
      worker = await startWorkerProcess(program, taskQueue, env);
      const results = await all;
      await worker.end('SIGTERM');
      expect(before).toBeLessThan(count);
      expect(results.filter(({ seen, expected }) => seen.join() !== expected.join())).toEqual([]);
    },
    600_000,
  );
}
