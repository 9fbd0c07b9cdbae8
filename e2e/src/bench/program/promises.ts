import { createHook } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { configure } from 'kelet-core';
import { bundleOf, type Variant, variants } from './variants';

const WARM_UP = 5;

/**
 * Prints, for each variant, how many promises the main thread makes for a workflow with three activities:
 * `node promises.js <address> <workflows>`. They do not depend on how fast or how busy a machine is.
 */
async function main(address: string, workflows: number): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  configure({ apiKey: 'none', project: 'bench', apiUrl: 'http://127.0.0.1:1' });
  let promises = 0;
  createHook({
    init(_, type) {
      if (type === 'PROMISE') promises++;
    },
  }).enable();
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });

  async function measure(variant: Variant): Promise<number> {
    const taskQueue = `bench-${randomUUID()}`;
    const worker = await Worker.create({
      connection: workerConnection,
      taskQueue,
      workflowBundle: await bundleOf(variant),
      activities: { work: async () => {} },
      ...variant.worker,
    });
    const client = new Client({ connection, ...variant.client });
    const run = () =>
      variant.around(() => client.workflow.execute('busy', { taskQueue, workflowId: randomUUID(), args: [3] }));
    return worker.runUntil(async () => {
      for (let count = 0; count < WARM_UP; count++) await run();
      promises = 0;
      for (let count = 0; count < workflows; count++) await run();
      return promises / workflows;
    });
  }

  const results = [];
  for (const variant of variants({})) results.push({ name: variant.name, promises: await measure(variant) });
  console.log(JSON.stringify(results));
  process.exit(0);
}

const [address = '', workflows = '40'] = process.argv.slice(2);
main(address, Number(workflows)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
