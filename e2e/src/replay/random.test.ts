import { randomUUID } from 'node:crypto';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { agenticSession } from 'kelet-core';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type Running, startWorker } from '../support/worker';
import * as activities from '../table/program/activities';
import { planned, type Step } from '../table/program/workflows';

/** KELET_FUZZ_SEED runs one again. */
const seed = Number(process.env['KELET_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const WORKFLOWS = 40;

const workflowsPath = require.resolve('../table/program/workflows');
const kelet = () => new KeletPlugin({ includeOtelPlugin: false });

const { plan } = fc.letrec<{ plan: Step }>((tie) => {
  const leaf = fc.record({ kind: fc.constantFrom('activity', 'local', 'sleep', 'child', 'random') });
  const steps = fc.array(tie('plan'), { minLength: 1, maxLength: 3 });
  const branch = fc.record({ kind: fc.constantFrom('sequence', 'all', 'race'), steps });
  const inside = fc.record({
    kind: fc.constantFrom('session', 'agent'),
    id: fc.string({ minLength: 1, maxLength: 8 }),
    steps,
  });
  return { plan: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, branch, inside) as fc.Arbitrary<Step> };
});

let withKelet: Running;
let bare: Running;

beforeAll(async () => {
  console.info(`seed: ${seed}`);
  withKelet = await startWorker({ workflowsPath, activities, plugins: [kelet()] });
  bare = await startWorker({ workflowsPath, activities });
});

afterAll(async () => {
  await withKelet.stop();
  await bare.stop();
});

async function record({ client, taskQueue }: Running, plans: readonly Step[]) {
  return Promise.all(
    plans.map(async (step) => {
      const workflowId = randomUUID();
      const start = () => client.workflow.start(planned, { workflowId, taskQueue, args: [step] });
      const handle = await agenticSession({ sessionId: `conv-${workflowId}`, userId: 'u' }, start);
      await handle.result();
      return { workflowId: JSON.stringify(step), history: await handle.fetchHistory() };
    }),
  );
}

async function failures(options: ReplayWorkerOptions, histories: Awaited<ReturnType<typeof record>>) {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return failed;
}

test(`${WORKFLOWS} random workflows: recorded with Kelet they replay without it, and the reverse`, async () => {
  const plans = fc.sample(plan, { seed, numRuns: WORKFLOWS });
  expect(await failures({ workflowsPath }, await record(withKelet, plans))).toEqual([]);
  expect(await failures({ workflowsPath, plugins: [kelet()] }, await record(bare, plans))).toEqual([]);
});
