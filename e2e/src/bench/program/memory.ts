import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { configure, getSessionId } from 'kelet-core';
import { variants } from './variants';

/** For all runs to have begun; some of them never do where their code fails. */
const WITHIN_MS = 1_800_000;

/**
 * A worker that keeps each run: `node --expose-gc memory.js <address> <task queue> <variant> <workflows>`. To a number
 * that its parent sends, it answers with its memory in bytes as soon as it has that many runs. Ends with its parent.
 */
async function main(address: string, taskQueue: string, name: string, workflows: string): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  configure({ apiKey: 'none', project: 'bench', apiUrl: 'http://127.0.0.1:1' });
  const variant = variants({}).find((variant) => variant.name === name);
  if (variant === undefined) throw new Error(`there is no variant '${name}'`);
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    workflowsPath: require.resolve(`./${workflows}`),
    activities: { sessionOfActivity: async () => getSessionId() ?? 'none' },
    maxCachedWorkflows: 1_000_000,
    debugMode: false,
    ...variant.worker,
  });
  const failed = (error: unknown) => {
    console.error(error);
    process.exit(1);
  };
  worker.run().catch(failed);
  process.on('message', (runs: number) => {
    memoryWith(worker, runs).then((bytes) => process.send?.(bytes), failed);
  });
  process.send?.('ready');
}

async function memoryWith(worker: Worker, runs: number): Promise<number> {
  const settled = () => {
    const { numCachedWorkflows, numInFlightWorkflowActivations } = worker.getStatus();
    return numCachedWorkflows === runs && numInFlightWorkflowActivations === 0;
  };
  const deadline = performance.now() + WITHIN_MS;
  while (!settled()) {
    if (performance.now() > deadline)
      throw new Error(`there are not ${runs} runs within ${WITHIN_MS / 60_000} minutes`);
    await sleep(50);
  }
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

const [address = '', taskQueue = '', name = '', workflows = ''] = process.argv.slice(2);
main(address, taskQueue, name, workflows).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
