import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { agenticSession, configure, flush, signalCounts } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import * as workflows from './workflows';

/** What one caller saw: how long it waited, in milliseconds, and why it failed, where it did. */
interface Seen {
  readonly ms: number;
  readonly failure?: string;
}

/**
 * A worker, its client and a process without either, all at the defaults, while the API is as the test has it: prints as
 * JSON what each caller saw, how late an activity of the user's was at most, and the counts.
 *
 * `node main.js <address> <which>`: `worker`, or the name of a caller on the host, which has a process of its own
 */
async function main(address: string, which: string): Promise<void> {
  configure();
  const seen: Record<string, Seen> = {};
  let latestMs = 0;

  async function see(name: string, caller: () => Promise<unknown>): Promise<void> {
    const began = performance.now();
    const failure = await agenticSession({ sessionId: name }, caller).then(
      () => undefined,
      (error: unknown) => String((error as Error).cause ?? error),
    );
    seen[name] = { ms: Math.round(performance.now() - began), ...(failure !== undefined && { failure }) };
  }

  if (which !== 'worker') {
    await see(which, () => activities.sendInActivity(which, Number(/\d+/.exec(which)?.[0]), !which.endsWith('once')));
    await flush();
    console.log(JSON.stringify({ seen, counts: signalCounts() }));
    return;
  }

  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
  const connection = await NativeConnection.connect({ address });
  const taskQueue = `outage-${randomUUID()}`;
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  const client = new Client({ connection, plugins });
  const workflowsPath = require.resolve('./workflows');
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, activities, plugins });
  const start = <A extends unknown[]>(workflow: (...args: A) => Promise<void>, ...args: A) =>
    client.workflow.start<(...args: A) => Promise<void>>(workflow, {
      workflowId: randomUUID(),
      taskQueue,
      args,
    } as never);
  const execute = async <A extends unknown[]>(workflow: (...args: A) => Promise<void>, ...args: A) =>
    (await start(workflow, ...args)).result();

  let done = false;
  async function watch(): Promise<void> {
    while (!done) {
      const began = performance.now();
      await execute(workflows.ticks);
      latestMs = Math.max(latestMs, performance.now() - began);
      await sleep(250);
    }
  }

  async function callers(): Promise<void> {
    await Promise.all([
      ...(['workflow, 1', 'workflow, 20 in turn', 'workflow, 600 at once'] as const).map((name) => {
        const count = Number(/\d+/.exec(name)?.[0]);
        return see(name, () => execute(name.endsWith('once') ? workflows.atOnce : workflows.inTurn, name, count));
      }),
      see('workflow, cancelled', async () => {
        const handle = await start(workflows.cancelled, 'workflow, cancelled');
        await sleep(200);
        await handle.cancel();
        await handle.result().catch((error: { cause?: { name?: string } }) => {
          if (error.cause?.name !== 'CancelledFailure') throw error;
        });
      }),
      see('workflow, continued as new', () => execute(workflows.inEachRun, 'workflow, continued as new', 0)),
      see('activity, 1', () => execute(workflows.byActivity, 'activity, 1', 1, true)),
      see('activity, 20 in turn', () => execute(workflows.byActivity, 'activity, 20 in turn', 20, true)),
      see('activity, 600 at once', () => execute(workflows.byActivity, 'activity, 600 at once', 600, false)),
    ]);
    done = true;
  }

  await worker.runUntil(Promise.all([watch(), callers()]));
  await connection.close();
  console.log(JSON.stringify({ seen, latestMs: Math.round(latestMs), counts: signalCounts() }));
}

const [address = '', which = ''] = process.argv.slice(2);
main(address, which).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
