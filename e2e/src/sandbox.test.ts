import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, type LogEntry, Worker, type WorkerOptions } from '@temporalio/worker';
import { agenticSession, configure } from 'kelet';
import type { Receiver } from 'kelet-console';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { bundleModules } from './support/bundle';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';
import { installLogger, startWorker } from './support/worker';

const wrongImport = require.resolve('./workflows/wrong-import');
const ownSettings = require.resolve('./workflows/own-settings');
const LIMIT_MS = 20_000;

const logged: LogEntry[] = [];
let receiver: Receiver;

beforeAll(async () => {
  installLogger(new DefaultLogger('INFO', (entry) => logged.push(entry)));
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'my-agent', apiUrl: receiver.url });
});

afterAll(() => receiver.close());

/** A worker as the raw interceptors make it, on any version of Temporal. */
function raw(options: Partial<WorkerOptions>): Partial<WorkerOptions> {
  const { worker, workflowModules, sinks, activities } = createInterceptors();
  return { interceptors: { ...worker, workflowModules } as object, sinks, activities, ...options };
}

describe('workflow code that imports kelet/temporal', () => {
  test('keeps its worker from starting, with one line that says what to import, and nothing else', async () => {
    logged.length = 0;
    const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
    const failure = await Worker.create({ taskQueue: 'none', workflowsPath: wrongImport, plugins }).catch(
      (error) => error,
    );
    expect(failure.message).toBe(
      `${wrongImport} imports 'kelet/temporal', which is for clients and workers. In workflow code, import from 'kelet'.`,
    );
    expect(logged).toEqual([]);
  });

  test('fails its workflow task with one line, where the worker has no plugin', async () => {
    const running = await startWorker(raw({ workflowsPath: wrongImport }));
    const { client, taskQueue } = running;
    const handle = await client.workflow.start('wrongImport', { taskQueue, workflowId: randomUUID() });
    try {
      expect(await taskFailure(client, handle.workflowId)).toBe(
        "kelet/temporal, kelet/opentelemetry and kelet/doctor are for clients and workers. In workflow code, import from 'kelet'.",
      );
    } finally {
      await handle.terminate();
      await running.stop();
    }
  });
});

async function taskFailure(client: Client, workflowId: string): Promise<string | null | undefined> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(100)) {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const failed = events?.find(({ workflowTaskFailedEventAttributes: failure }) => failure);
    if (failed) return failed.workflowTaskFailedEventAttributes?.failure?.message;
  }
  return undefined;
}

test('where a browserslist brings the entries for Node into the sandbox, they send nothing and set no timer', async () => {
  const webpackConfigHook = (config: object) => ({ ...config, target: 'browserslist:node 20' });
  const { workflowModules } = createInterceptors();
  const { code, modules } = await bundleModules({
    workflowsPath: ownSettings,
    workflowInterceptorModules: workflowModules,
    webpackConfigHook,
  });
  expect(modules.some((module) => /kelet-core[\\/]dist[\\/]host[\\/]http-transport\.js/.test(module))).toBe(true);
  const interceptors = createInterceptors().worker;
  const running = await startWorker(raw({ workflowBundle: { code }, interceptors: interceptors as object }));
  const client = new Client({
    connection: running.client.connection,
    interceptors: createInterceptors().client as object,
  });
  const workflowId = randomUUID();
  try {
    const run = () => client.workflow.execute('ownSettings', { taskQueue: running.taskQueue, workflowId });
    expect(await agenticSession({ sessionId: workflowId }, run)).toEqual({ session: workflowId, flushed: true });
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    expect(events?.filter((event) => event.timerStartedEventAttributes)).toEqual([]);
  } finally {
    await running.stop();
  }
  const signals = receiver.signals.filter(({ body }) => body['session_id'] === workflowId);
  expect(signals.map(({ body }) => body['trigger_name'])).toEqual(['from workflow code']);
});
