import { randomUUID } from 'node:crypto';
import { activityInfo, CompleteAsyncError } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { agenticSession, configure, getSessionId, signal } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { type Api, startApi } from './support/api';
import { API_KEY } from './support/secret';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/elsewhere';

const session = { sessionId: 'conv-42' };
const workflowsPath = require.resolve('./workflows/elsewhere');
let api: Api;
const started: Running[] = [];
let token: Uint8Array | undefined;

const later = async () => {
  token = activityInfo().taskToken;
  await signal({ kind: 'event', source: 'synthetic', triggerName: `in ${getSessionId()}` });
  throw new CompleteAsyncError();
};

async function start(options: Parameters<typeof startWorker>[0] = {}): Promise<Running> {
  const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
  const running = await startWorker({ workflowsPath, activities: { ...activities, later }, plugins, ...options });
  started.push(running);
  return running;
}

beforeAll(async () => {
  api = await startApi();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url });
});

beforeEach(() => {
  api.requests.length = 0;
});

afterEach(async () => {
  for (const running of started.splice(0)) await running.stop();
});

afterAll(() => api.stop());

const signals = () => api.requests.map(({ body }) => [body.session_id, body.trigger_name]);
const found = { workflow: 'conv-42', activity: 'conv-42' };

/** Waits until `fn` gives something. */
async function eventually<T>(fn: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await fn();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an activity that is completed from elsewhere', () => {
  test('runs in its session, sends its signal, and is not failed', async () => {
    const { client, taskQueue } = await start();
    const run = agenticSession(session, () =>
      client.workflow.start(workflows.waitForLater, { workflowId: randomUUID(), taskQueue }),
    );
    const handle = await run;
    const taken = await eventually(async () => token);
    await client.activity.complete(taken, 'done');
    expect(await handle.result()).toBe('done');
    expect(signals()).toEqual([['conv-42', 'in conv-42']]);
  });
});

describe('a versioned worker', () => {
  /** A worker of a deployment of its own, whose only version is the current one. */
  async function startVersioned(behavior: 'PINNED' | 'AUTO_UPGRADE', signalDispatch = {}): Promise<Running> {
    const version = { deploymentName: `d-${randomUUID()}`, buildId: 'b-1' };
    const running = await start({
      workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: behavior },
      plugins: [new KeletPlugin({ includeOtelPlugin: false, signalDispatch })],
    });
    const { deploymentName, buildId } = version;
    const request = { namespace: 'default', deploymentName, buildId, version: `${deploymentName}.${buildId}` };
    const made = () => running.client.workflowService.setWorkerDeploymentCurrentVersion(request);
    // The server knows a version from its first poll on.
    await eventually(() =>
      made().then(
        () => true,
        () => undefined,
      ),
    );
    return running;
  }

  const look = ({ client, taskQueue }: Running) =>
    agenticSession(session, () => client.workflow.execute(workflows.look, { workflowId: randomUUID(), taskQueue }));

  test.each(['PINNED', 'AUTO_UPGRADE'] as const)('serves runs and their signals: %s', async (behavior) => {
    expect(await look(await startVersioned(behavior))).toEqual(found);
    expect(signals()).toEqual([['conv-42', 'from a workflow']]);
  });

  test('has its signals served by a worker of another queue, which has no version', async () => {
    const { taskQueue } = await start();
    expect(await look(await startVersioned('PINNED', { taskQueue }))).toEqual(found);
    expect(signals()).toEqual([['conv-42', 'from a workflow']]);
  });
});

describe('a schedule', () => {
  const create = async (scheduleSession: boolean) => {
    const { client, taskQueue } = await start();
    const scheduling = new Client({
      connection: client.connection,
      plugins: [new KeletPlugin({ includeOtelPlugin: false, scheduleSession })] as never,
    });
    const workflowId = `scheduled-${randomUUID()}`;
    const schedule = await agenticSession(session, () =>
      scheduling.schedule.create({
        scheduleId: workflowId,
        spec: { intervals: [{ every: '1 hour' }] },
        action: { type: 'startWorkflow', workflowType: workflows.look, workflowId, taskQueue },
        state: { paused: true },
      }),
    );
    const results = (count: number) =>
      eventually(async () => {
        const all: unknown[] = [];
        for await (const run of client.workflow.list({ query: `WorkflowId STARTS_WITH "${workflowId}"` })) {
          if (run.status.name !== 'COMPLETED') return undefined;
          all.push(await client.workflow.getHandle(run.workflowId, run.runId).result());
        }
        return all.length === count ? all : undefined;
      });
    return { schedule, results };
  };
  const HOUR = 3_600_000;

  test('carries its session to the runs of a backfill, also after it was changed', async () => {
    const { schedule, results } = await create(true);
    await schedule.update((previous) => ({
      ...previous,
      spec: { intervals: [{ every: '1 hour', offset: '1 minute' }] },
    }));
    const end = new Date();
    await schedule.backfill({ start: new Date(end.getTime() - 3 * HOUR), end, overlap: 'ALLOW_ALL' });
    expect(await results(3)).toEqual([found, found, found]);
    await schedule.delete();
  });

  test('carries none where scheduleSession is false', async () => {
    const { schedule, results } = await create(false);
    await schedule.trigger();
    expect(await results(1)).toEqual([{}]);
    await schedule.delete();
  });
});
