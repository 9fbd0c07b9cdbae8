import { randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowClient, type WorkflowHandle } from '@temporalio/client';
import { agenticSession, configure, getSession, type Session, signal } from 'kelet';
import { KeletPlugin, type KeletPluginOptions, runInSessionOf, sessionOfWorkflow } from 'kelet/temporal';
import type { Receiver } from 'kelet-console';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { startReceiver } from '../support/receiver';
import { API_KEY } from '../support/secret';
import { temporalAddress } from '../support/server';
import { type Running, startWorker } from '../support/worker';
import * as workflows from './workflows';

const session: Session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const KEYWORD = 2;

let receiver: Receiver;
let running: Running;
let connection: Connection;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  running = await startWorker({
    workflowsPath: require.resolve('./workflows'),
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  connection = await Connection.connect({ address: temporalAddress() });
});

afterAll(async () => {
  await running.stop();
  await connection.close();
  await receiver.close();
});

/** A client of a process that has not started the workflow: without options, it knows nothing of Kelet. */
const elsewhere = (options?: KeletPluginOptions) =>
  new Client({ connection, plugins: options ? [new KeletPlugin({ includeOtelPlugin: false, ...options })] : [] });

function start(client: Client, options: { id?: string; runs?: number } = {}): Promise<WorkflowHandle> {
  const { id = randomUUID(), runs = 1 } = options;
  return client.workflow.start(workflows.conversation, { workflowId: id, taskQueue: running.taskQueue, args: [runs] });
}

async function end(handle: WorkflowHandle): Promise<void> {
  await handle.signal(workflows.goOn);
  await handle.result();
}

test('the session of a run is known from its id, while it is open and when it is closed', async () => {
  const handle = await agenticSession(session, () => start(running.client));
  expect(await sessionOfWorkflow(elsewhere(), handle.workflowId)).toEqual(session);
  await end(handle);
  expect(await sessionOfWorkflow(elsewhere(), handle.workflowId)).toEqual(session);
  expect(await sessionOfWorkflow(elsewhere().workflow, handle.workflowId)).toEqual(session);
});

test('each run of an id has its own, and the latest one is meant where none is named', async () => {
  const first = await agenticSession(session, () => start(running.client, { runs: 2 }));
  const firstRunId = (await first.describe()).runId;
  await first.signal(workflows.goOn);
  const second = await latestAfter(first, firstRunId);
  expect(await sessionOfWorkflow(elsewhere(), first.workflowId)).toEqual(session);
  await end(second);
  const other = { sessionId: 'conv-43' };
  const again = await agenticSession(other, () => start(running.client, { id: first.workflowId }));
  expect(await sessionOfWorkflow(elsewhere(), first.workflowId)).toEqual(other);
  expect(await sessionOfWorkflow(elsewhere(), first.workflowId, firstRunId)).toEqual(session);
  await end(again);
});

async function latestAfter(handle: WorkflowHandle, runId: string): Promise<WorkflowHandle> {
  for (;;) {
    const latest = running.client.workflow.getHandle(handle.workflowId);
    if ((await latest.describe()).runId !== runId) return latest;
  }
}

describe('of a run without headers of Kelet', () => {
  test('there is none where nothing else tells', async () => {
    const handle = await start(elsewhere(), { id: `a/session/${randomUUID()}` });
    expect(await sessionOfWorkflow(elsewhere(), handle.workflowId)).toBeUndefined();
    expect(await runInSessionOf(elsewhere(), handle.workflowId, getSession)).toBeUndefined();
    await end(handle);
  });

  test('it is what autoSession derives, where the client has it', async () => {
    const handle = await start(elsewhere(), { id: `${randomUUID()}/session/conv-7` });
    expect(await sessionOfWorkflow(elsewhere({ autoSession: true }), handle.workflowId)).toEqual({
      sessionId: 'conv-7',
    });
    const of = ({ workflowType, taskQueue }: { workflowType: string; taskQueue?: string }) =>
      `${workflowType} on ${taskQueue}`;
    expect(await sessionOfWorkflow(elsewhere({ autoSession: of }), handle.workflowId)).toEqual({
      sessionId: `conversation on ${running.taskQueue}`,
    });
    await end(handle);
  });

  test('it is what the search attribute says, ahead of autoSession', async () => {
    const searchAttribute = `Conversation${randomUUID().slice(0, 8)}`;
    await connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: { [searchAttribute]: KEYWORD },
    });
    const handle = await elsewhere().workflow.start(workflows.conversation, {
      workflowId: `${randomUUID()}/session/derived`,
      taskQueue: running.taskQueue,
      searchAttributes: { [searchAttribute]: ['conv-8'] },
    });
    const client = elsewhere({ searchAttribute, autoSession: true });
    expect(await sessionOfWorkflow(client, handle.workflowId)).toEqual({ sessionId: 'conv-8' });
    await end(handle);
  });
});

test('a vote that comes later, where only the workflow id is known, belongs to the session', async () => {
  const handle = await agenticSession(session, () => start(running.client));
  await end(handle);
  const before = receiver.signals.length;
  const vote = () => signal({ kind: 'feedback', source: 'human', score: 1, key: 'vote:late' });
  await agenticSession({ sessionId: 'of the web server' }, () => runInSessionOf(elsewhere(), handle.workflowId, vote));
  expect(receiver.signals.slice(before).map(({ body }) => body)).toEqual([
    { session_id: 'conv-42', kind: 'feedback', source: 'human', score: 1, metadata: { vote_key: 'vote:late' } },
  ]);
});

test('a generator runs its steps in the session, too', async () => {
  const handle = await agenticSession(session, () => start(running.client));
  const steps = await runInSessionOf(elsewhere(), handle.workflowId, function* () {
    yield getSession();
  });
  expect([...steps]).toEqual([session]);
  await end(handle);
});

test('the options of interceptors in the legacy form count, too', async () => {
  const handle = await start(elsewhere(), { id: `${randomUUID()}/session/conv-9` });
  const { workflow } = createInterceptors({ autoSession: true }).client;
  const client = new WorkflowClient({ connection, interceptors: { calls: [() => workflow[0] as object] } as never });
  expect(await sessionOfWorkflow(client, handle.workflowId)).toEqual({ sessionId: 'conv-9' });
  await end(handle);
});

test('what Temporal says of a run that it does not know is told as it is, and nothing is called', async () => {
  const fn = jest.fn();
  const failure = await runInSessionOf(elsewhere(), randomUUID(), fn).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 5, details: expect.stringMatching(/not found/i) });
  expect(fn).not.toHaveBeenCalled();
});
