import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import { agenticSession, configure, type Signal, signal } from 'kelet';
import type { Receiver } from 'kelet-console';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { startReceiver } from '../support/receiver';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import * as workflows from './workflows';

const sessionId = 'conv-42';
const vote: Signal = { kind: 'feedback', source: 'human', score: 1, key: 'vote:message-7' };
const workflowsPath = require.resolve('./workflows');
const plugins = [new KeletPlugin({ includeOtelPlugin: false })];

let receiver: Receiver;
let running: Running;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  running = await startWorker({ workflowsPath, activities: { other() {} }, plugins });
});

afterAll(async () => {
  await running.stop();
  await receiver.close();
});

/** What arrived since, each with its Idempotency-Key. */
async function arrivals(send: () => Promise<unknown>) {
  const before = receiver.signals.length;
  await agenticSession({ sessionId }, send);
  return receiver.signals.slice(before);
}

async function inWorkflow(...votes: Signal[]): Promise<string[]> {
  const { client, taskQueue } = running;
  const handle = await client.workflow.start(workflows.voting, { workflowId: randomUUID(), taskQueue, args: [votes] });
  const ended = await handle.result();
  await Worker.runReplayHistory({ workflowsPath, plugins }, await handle.fetchHistory());
  return ended;
}

test('the same vote has one Idempotency-Key, from the host and from workflow code, run after run', async () => {
  const all = [
    ...(await arrivals(() => signal(vote))),
    ...(await arrivals(() => signal(vote))),
    ...(await arrivals(() => inWorkflow(vote, vote))),
    ...(await arrivals(() => inWorkflow(vote))),
  ];
  expect(all.map(({ body }) => body['metadata'])).toEqual(Array(5).fill({ vote_key: 'vote:message-7' }));
  expect(new Set(all.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
    new Set([expect.stringMatching(/^\w{64}$/)]),
  );
});

test('a changed vote is another request, with the same vote_key', async () => {
  const changed = { ...vote, score: 0 };
  const all = [
    ...(await arrivals(() => signal(vote))),
    ...(await arrivals(() => signal(changed))),
    ...(await arrivals(() => inWorkflow(changed))),
  ];
  const keys = all.map(({ idempotencyKey }) => idempotencyKey);
  expect(keys[1]).not.toBe(keys[0]);
  expect(keys[2]).toBe(keys[1]);
  expect(all.map(({ body }) => body['metadata'])).toEqual(Array(3).fill({ vote_key: 'vote:message-7' }));
});

test('signals without a key have one each', async () => {
  const { key: _, ...rest } = vote;
  const all = await arrivals(async () => {
    await signal(rest);
    await signal(rest);
    await inWorkflow(rest, rest);
  });
  expect(new Set(all.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(4);
});

test('a reference from workflow code says later what a vote is about', async () => {
  const { client, taskQueue } = running;
  const handle = await agenticSession({ sessionId: 'a.b/c ✓' }, () =>
    client.workflow.start(workflows.conversation, { workflowId: randomUUID(), taskQueue }),
  );
  await handle.signal(workflows.goOn);
  const about = await handle.result();
  expect(about).toMatch(/^k1\.[\w.~-]+$/);
  const all = await arrivals(async () => {
    await signal({ ...vote, about });
    expect(await inWorkflow({ ...vote, about }, { ...vote, about: 'k1.broken' })).toEqual([
      'sent',
      expect.stringContaining('must be a text that referenceTo() made'),
    ]);
  });
  expect(all.map(({ body }) => body['session_id'])).toEqual(['a.b/c ✓', 'a.b/c ✓']);
  expect(all[1]?.idempotencyKey).toBe(all[0]?.idempotencyKey);
});
