import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import * as temporal from '@temporalio/nexus';
import { agenticSession, configure, getSessionId, signal } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as nexus from 'nexus-rpc';
import { type Api, startApi } from './support/api';
import { API_KEY } from './support/secret';
import { temporalAddress } from './support/server';
import { type Running, startWorker } from './support/worker';
import { tellSignal } from './workflows/conversation';
import * as workflows from './workflows/nexus-callers';

const session = { sessionId: 'conv-42', userId: 'user-7' };
const service = nexus.service('handlers', {
  tell: nexus.operation<string, string | null>(),
  wait: nexus.operation<null, void>(),
  wrong: nexus.operation<string, void>(),
});

let api: Api;
let running: Running;
let calls: unknown[];

/** An operation that is a workflow, and takes down in which session it is started and cancelled. */
class Waiting extends temporal.WorkflowRunOperationHandler<null, void> {
  constructor() {
    super((ctx) => {
      calls.push(['start', getSessionId()]);
      return temporal.startWorkflow(ctx, workflows.waitForCancel, { workflowId: `nexus-${randomUUID()}` });
    });
  }

  override cancel(ctx: nexus.CancelOperationContext, token: string): Promise<void> {
    calls.push(['cancel', getSessionId()]);
    return super.cancel(ctx, token);
  }
}

const handler = nexus.serviceHandler(service, {
  async tell(_ctx, workflowId) {
    await signal({ kind: 'event', source: 'synthetic' });
    await temporal.getClient().workflow.getHandle(workflowId).signal(tellSignal);
    return getSessionId() ?? null;
  },
  wait: new Waiting(),
  async wrong(_ctx, how) {
    calls.push(how);
    if (how === 'session') agenticSession({ sessionId: '' }, () => undefined);
    await signal({ kind: 'event', source: 'synthetic', triggerName: 'refused', raiseOnFailure: true });
  },
});

beforeAll(async () => {
  api = await startApi(({ body }) => (body.trigger_name === 'refused' ? 404 : 200));
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url });
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/nexus-callers'),
    nexusServices: [handler],
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  const connection = await Connection.connect({ address: temporalAddress() });
  await connection.operatorService.createNexusEndpoint({
    spec: { name: running.taskQueue, target: { worker: { namespace: 'default', taskQueue: running.taskQueue } } },
  });
  await connection.close();
});

beforeEach(() => {
  calls = [];
});

afterAll(async () => {
  await running.stop();
  await api.stop();
});

const options = () => ({ workflowId: randomUUID(), taskQueue: running.taskQueue });
const inSession = <T>(fn: () => T) => agenticSession(session, fn);

test('what a handler signals is told in the session of the caller, and so is the API', async () => {
  const { workflow } = running.client;
  const listener = await agenticSession({ sessionId: 'other' }, () => workflow.start(workflows.listen, options()));
  const args: [string] = [listener.workflowId];
  expect(await inSession(() => workflow.execute(workflows.callTell, { ...options(), args }))).toBe('conv-42');
  await listener.signal('finish');
  expect((await listener.result()).told).toEqual([session]);
  expect(api.requests.map(({ body }) => body.session_id)).toEqual(['conv-42']);
});

test('a workflow that a handler started is cancelled in the session of the caller', async () => {
  expect(await inSession(() => running.client.workflow.execute(workflows.callAndCancel, options()))).toBe(
    'CancelledFailure',
  );
  expect(calls).toEqual([
    ['start', 'conv-42'],
    ['cancel', 'conv-42'],
  ]);
});

test.each([
  ['session', 'Kelet.INVALID_SESSION in conv-42'],
  ['signal', 'Kelet.SIGNAL_REJECTED in conv-42'],
])('a handler that fails for good by an error of Kelet is called once: %s', async (how, seen) => {
  const run = () => running.client.workflow.execute(workflows.callWrong, { ...options(), args: [how] });
  expect(await inSession(run)).toBe(seen);
  expect(calls).toEqual([how]);
});
