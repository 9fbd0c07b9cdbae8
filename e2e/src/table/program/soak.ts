import { agenticSession } from 'kelet-core';
import { inProcess } from './in-process';
import { execute } from './workflows';

const CONCURRENCY = 100;

/**
 * Runs short workflows in blocks through one worker, and prints the heap after each block, in bytes, as JSON:
 * `node --expose-gc soak.js <address> <blocks> <workflows in a block>`.
 */
async function main(address: string, blocks: number, size: number): Promise<void> {
  const { client, worker, taskQueue, close } = await inProcess(address, {
    maxCachedWorkflows: 200,
    // Workflows run in this isolate then, and not in a worker thread whose heap would not be seen.
    debugMode: true,
  });
  const run = (index: number) =>
    agenticSession({ sessionId: `conv-${index}`, metadata: { index } }, () =>
      client.workflow.execute(execute, { taskQueue, workflowId: `soak-${taskQueue}-${index}`, args: [null] }),
    );
  const heap: number[] = [];
  await worker.runUntil(async () => {
    for (let block = 0; block < blocks; block++) {
      for (let first = 0; first < size; first += CONCURRENCY) {
        await Promise.all(Array.from({ length: CONCURRENCY }, (_, offset) => run(block * size + first + offset)));
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
      heap.push(process.memoryUsage().heapUsed);
    }
  });
  console.log(JSON.stringify(heap));
  await close();
}

const [address = '', blocks = '5', size = '1000'] = process.argv.slice(2);
main(address, Number(blocks), Number(size)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
