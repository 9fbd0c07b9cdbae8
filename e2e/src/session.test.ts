import { randomUUID } from 'node:crypto';
import { agenticSession, configure } from 'kelet';
import type { Receiver } from 'kelet-console';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/conversation';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro', seats: 3, trial: false } };
const other = { sessionId: 'conv-43', userId: 'user-8' };

let receiver: Receiver;
let running: Running;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/conversation'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
});

afterAll(async () => {
  await running.stop();
  await receiver.close();
});

function options() {
  return { workflowId: randomUUID(), taskQueue: running.taskQueue };
}

test('a session reaches workflow code, an activity, a local activity and a child', async () => {
  const seen = await agenticSession(session, () => running.client.workflow.execute(workflows.look, options()));
  expect(seen).toEqual({
    workflow: session,
    activity: session,
    localActivity: session,
    child: session,
    nested: { sessionId: 'inner', userId: 'user-7', metadata: { ...session.metadata, step: 2 } },
    afterwards: session,
  });
});

test('a run that was started outside of a session has none', async () => {
  const seen = await running.client.workflow.execute(workflows.look, options());
  expect(seen).toEqual({ nested: { sessionId: 'inner', metadata: { step: 2 } } });
});

test('the getters read the session in workflow code', async () => {
  const read = await agenticSession(session, () => running.client.workflow.execute(workflows.readEach, options()));
  expect(read).toEqual(['conv-42', 'user-7', session.metadata]);
});

test('a message with a session is handled in its own, one without in that of the run', async () => {
  const handle = await agenticSession(session, () => running.client.workflow.start(workflows.listen, options()));
  await agenticSession(other, () => handle.signal(workflows.tellSignal));
  await handle.signal(workflows.tellSignal);
  const asked = [
    await agenticSession(other, () => handle.query(workflows.askQuery)),
    await handle.query(workflows.askQuery),
  ];
  const changed = [
    await agenticSession(other, () => handle.executeUpdate(workflows.changeUpdate)),
    await handle.executeUpdate(workflows.changeUpdate),
  ];
  await agenticSession(other, () => handle.signal(workflows.finishSignal));

  expect(await handle.result()).toEqual({ told: [other, session], at: session });
  expect(asked).toEqual([other, session]);
  expect(changed).toEqual([
    { handler: other, validator: other },
    { handler: session, validator: session },
  ]);
});

test('a message that names only the id of the run has its user and metadata too', async () => {
  const handle = await agenticSession(session, () => running.client.workflow.start(workflows.listen, options()));
  await agenticSession({ sessionId: session.sessionId }, () => handle.signal(workflows.tellSignal));
  await handle.signal(workflows.finishSignal);
  expect((await handle.result()).told).toEqual([session]);
});

test('a signal that starts its workflow brings the session of both', async () => {
  const handle = await agenticSession(session, () =>
    running.client.workflow.signalWithStart(workflows.listen, { ...options(), signal: workflows.tellSignal }),
  );
  await handle.signal(workflows.finishSignal);
  expect(await handle.result()).toEqual({ told: [session], at: session });
});

test('a signal from a workflow carries the session of the code that sends it', async () => {
  const told = await agenticSession(session, () => running.client.workflow.execute(workflows.tellChild, options()));
  expect(told).toEqual([
    { ...session, sessionId: 'to-child' },
    { ...session, sessionId: 'to-external' },
  ]);
});

test('signal() in an activity arrives at the API in the session of the workflow', async () => {
  await agenticSession(session, () => running.client.workflow.execute(workflows.sendFeedback, options()));
  expect(receiver.signals).toMatchObject([
    {
      project: 'e2e',
      apiKey: API_KEY,
      body: { session_id: 'conv-42', kind: 'feedback', source: 'human', score: 1 },
    },
  ]);
});
