import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { agenticSession } from 'kelet-core';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { type Answer, type Api, startApi } from '../support/api';
import { buildProgram } from '../support/program';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { installLogger, startWorker } from '../support/worker';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import * as workflows from './workflows';

const directory = temporaryDirectory(__dirname);
let program: string;
let client: Client;
let api: Api;
let answer: (earlier: number) => Answer;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  installLogger();
  program = await buildProgram(
    __dirname,
    ['program/worker.ts', 'workflows.ts', 'activities.ts'].map((file) => join(__dirname, file)),
    directory,
  );
  client = new Client({
    connection: await Connection.connect({ address: temporalAddress() }),
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  api = await startApi((_, earlier) => answer(earlier));
});

afterAll(async () => {
  await client.connection.close();
  await api.stop();
});

beforeEach(() => {
  api.requests.length = 0;
  answer = () => 200;
});

afterEach(() => worker?.end('SIGKILL'));

const keys = () => api.requests.map(({ idempotencyKey }) => idempotencyKey);

async function startProcess(taskQueue: string): Promise<WorkerProcess> {
  const env = keletAt(api.url);
  worker = await startWorkerProcess(join(program, 'program'), taskQueue, env);
  return worker;
}

async function requested(count: number): Promise<void> {
  while (api.requests.length < count) await sleep(10);
}

const newQueue = () => `once-${randomUUID()}`;
const inSession = <R>(fn: () => R): R => agenticSession({ sessionId: 'conv-42' }, fn);

test('a worker killed between the request and the end of the activity: the next one asks under the same key', async () => {
  const taskQueue = newQueue();
  // Taken, and the answer never comes; the second time there is one.
  answer = (earlier) => (earlier === 0 ? 'never' : 200);
  const first = await startProcess(taskQueue);
  const given = { kind: 'feedback', source: 'synthetic' } as const;
  const handle = await inSession(() =>
    client.workflow.start(workflows.sending, { workflowId: randomUUID(), taskQueue, args: [given] }),
  );
  await requested(1);
  await first.end('SIGKILL');
  await startProcess(taskQueue);
  expect(await handle.result()).toBe('resolves');
  expect(keys()).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});

test('each attempt of a signal has its key; the next signal, run and reset run have others', async () => {
  const taskQueue = newQueue();
  answer = (earlier) => (earlier === 0 ? 503 : 200);
  await startProcess(taskQueue);
  const workflowId = randomUUID();
  const handle = await inSession(() =>
    client.workflow.start(workflows.sendsInEachRun, { workflowId, taskQueue, args: [2] }),
  );
  await handle.result();
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId: handle.firstExecutionRunId },
    requestId: randomUUID(),
    reason: 'the same signals, of another run',
    // That of the first workflow task.
    workflowTaskFinishEventId: 4 as never,
  });
  // The reset run signals twice and continues as new, which does so twice again; each one is tried twice.
  await requested(2 * 8);
  await client.workflow.getHandle(workflowId).result();
  const times = new Map<string, number>();
  for (const key of keys()) times.set(key, (times.get(key) ?? 0) + 1);
  expect([...times.values()]).toEqual(Array(8).fill(2));
});

test('a replay makes no request', async () => {
  const taskQueue = newQueue();
  await startProcess(taskQueue);
  const handle = await inSession(() =>
    client.workflow.start(workflows.sendsInEachRun, { workflowId: randomUUID(), taskQueue, args: [1] }),
  );
  await handle.result();
  expect(api.requests).toHaveLength(2);
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  await Worker.runReplayHistory(
    { workflowsPath: require.resolve('./workflows'), plugins },
    await handle.fetchHistory(),
  );
  expect(api.requests).toHaveLength(2);
});

describe('signal() in code that runs in flight already go through', () => {
  const replay = async (changed: string) => {
    const { taskQueue, stop } = await startWorker({ workflowsPath: require.resolve('./in-flight/before') });
    const handle = await client.workflow.start('answer', { workflowId: randomUUID(), taskQueue });
    await handle.result();
    await stop();
    const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
    const workflowsPath = require.resolve(`./in-flight/${changed}`);
    await Worker.runReplayHistory({ workflowsPath, plugins }, await handle.fetchHistory());
  };

  test('breaks them', async () => {
    await expect(replay('unguarded')).rejects.toThrow(/Nondeterminism|determin/i);
  });

  test('is safe behind patched()', async () => {
    await replay('patched');
  });
});
