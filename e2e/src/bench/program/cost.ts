import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { configure } from 'kelet-core';
import { bundleOf, type Variant, type VariantOptions, variants } from './variants';

interface Case extends VariantOptions {
  readonly activities: number;
  /** Workflows of one round of one variant. */
  readonly workflows: number;
  readonly rounds: number;
  readonly maxCachedWorkflows?: number;
}

/** At once, so that the process has always something to do. */
const CONCURRENCY = 20;
const WARM_UP_ROUNDS = 3;

/** Prints, for each variant, the CPU of this process in microseconds per workflow, round by round. */
async function main(address: string, given: Case): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  configure({ apiKey: 'none', project: 'bench', apiUrl: 'http://127.0.0.1:1' });
  const connection = await Connection.connect({ address });
  const workerConnection = await NativeConnection.connect({ address });
  const running = [];
  for (const variant of variants(given)) running.push(await start(variant, given, connection, workerConnection));
  const results = running.map(({ variant }) => ({ name: variant.name, micros: [] as number[] }));
  for (let round = -WARM_UP_ROUNDS; round < given.rounds; round++) {
    for (let turn = 0; turn < running.length; turn++) {
      // Each begins as often as any other.
      const index = (turn + round + WARM_UP_ROUNDS) % running.length;
      const micros = await measure(running[index] as Running, given);
      if (round >= 0) results[index]?.micros.push(micros);
    }
  }
  for (const { worker } of running) worker.shutdown();
  await Promise.all(running.map(({ ended }) => ended));
  await workerConnection.close();
  await connection.close();
  console.log(JSON.stringify(results));
  process.exit(0);
}

interface Running {
  readonly variant: Variant;
  readonly client: Client;
  readonly worker: Worker;
  readonly taskQueue: string;
  readonly ended: Promise<void>;
}

async function start(
  variant: Variant,
  { maxCachedWorkflows = 1000 }: Case,
  connection: Connection,
  workerConnection: NativeConnection,
): Promise<Running> {
  const taskQueue = `bench-${randomUUID()}`;
  const worker = await Worker.create({
    connection: workerConnection,
    taskQueue,
    workflowBundle: await bundleOf(variant),
    activities: { work: async () => {} },
    maxCachedWorkflows,
    ...variant.worker,
  });
  const client = new Client({ connection, ...variant.client });
  return { variant, client, worker, taskQueue, ended: worker.run() };
}

async function measure({ variant, client, taskQueue }: Running, { activities, workflows }: Case): Promise<number> {
  (globalThis as { gc?: () => void }).gc?.();
  const before = process.cpuUsage();
  let left = workflows;
  const one = async () => {
    while (left-- > 0) {
      await variant.around(() =>
        client.workflow.execute('busy', { taskQueue, workflowId: randomUUID(), args: [activities] }),
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / workflows;
}

const [address = '', given = '{}'] = process.argv.slice(2);
main(address, JSON.parse(given)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
