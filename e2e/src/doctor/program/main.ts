import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { flushAll } from 'kelet-core';
import { checkSetup, diagnoseHistory, type Finding } from 'kelet-doctor';
import * as activities from './activities';
import { startApart } from './apart';
import { RIGHT } from './right';
import { askIn, SESSION } from './run';
import { AS_MEANT, type SetUp } from './set-up';

/** Those that are broken need packages that the oldest Temporal lacks. */
const setUpOf = (row: string) => RIGHT[row] ?? (require('./broken') as typeof import('./broken')).BROKEN[row];

/**
 * Sets a process up as a row says, runs a workflow, and prints what the doctor finds: `node main.js <address> <row>`. With
 * a task queue behind, the process is the worker of it alone, and ends by SIGTERM.
 */
async function main(address: string, row: string, ofWorker?: string): Promise<void> {
  const setUp = setUpOf(row);
  if (setUp === undefined) throw new Error(`There is no row ${row}.`);
  setUp.first?.();
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
  (setUp.configure ?? AS_MEANT.configure)();
  (setUp.telemetry ?? AS_MEANT.telemetry)();
  const taskQueue = ofWorker ?? `doctor-${randomUUID()}`;
  if (setUp.isAtStart) return await lookAtStart(setUp, address, taskQueue);
  const worker = setUp.isWorkerApart && ofWorker === undefined ? undefined : await workerOf(setUp, address, taskQueue);
  if (ofWorker !== undefined) {
    process.stdout.write('ready\n');
    await worker?.run();
    return print(await checkSetup({ worker }), []);
  }
  const client = await clientOf(setUp, address);
  const tools = { client, taskQueue };
  const run = () => (setUp.run ?? ((given) => askIn(SESSION, given)))(tools);
  const apart = worker === undefined ? await startApart(__filename, [address, row, taskQueue]) : undefined;
  const workflowId = await (worker === undefined ? run() : worker.runUntil(run));
  const ofApart = await apart?.end();
  await flushAll({ timeoutMs: 5_000 });
  await setUp.last?.(tools);

  const { look = ['client', 'worker'] } = setUp;
  const setup = await checkSetup({
    ...(look.includes('client') && { client }),
    ...(look.includes('worker') && { worker }),
  });
  const history =
    workflowId === undefined ? [] : diagnoseHistory(await client.workflow.getHandle(workflowId).fetchHistory());
  print([...setup, ...(ofApart ?? [])], history);
  process.exit(0);
}

async function lookAtStart(setUp: SetUp, address: string, taskQueue: string): Promise<void> {
  const [client, workerOptions] = [await clientOf(setUp, address), await optionsOf(setUp, taskQueue)];
  await setUp.last?.({ client, taskQueue });
  await flushAll({ timeoutMs: 5_000 });
  print(await checkSetup({ client, workerOptions }), []);
  process.exit(0);
}

async function clientOf(setUp: SetUp, address: string): Promise<Client> {
  return new Client({
    connection: await Connection.connect({ address }),
    plugins: (setUp.clientPlugins ?? AS_MEANT.plugins)() as never,
    interceptors: { workflow: (setUp.clientInterceptors?.() ?? []) as never },
  });
}

async function workerOf(setUp: SetUp, address: string, taskQueue: string): Promise<Worker> {
  const connection = await NativeConnection.connect({ address });
  return Worker.create({ connection, ...(await optionsOf(setUp, taskQueue)) });
}

async function optionsOf(setUp: SetUp, taskQueue: string): Promise<WorkerOptions> {
  return {
    taskQueue,
    workflowsPath: require.resolve('./workflows'),
    activities,
    plugins: (setUp.workerPlugins ?? AS_MEANT.plugins)() as never,
    ...(await setUp.workerOptions?.()),
  };
}

function print(setup: readonly Finding[], history: readonly Finding[]): void {
  process.stdout.write(`${JSON.stringify({ setup, history })}\n`);
}

main(process.argv[2] ?? '', process.argv[3] ?? '', process.argv[4]).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
