import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { agenticSession, configure } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import type { Receiver } from 'kelet-console';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';
import { temporalAddress } from './support/server';
import { startWorker } from './support/worker';
import * as workflows from './workflows/buffered';

const telemetry = setupTelemetry({ serviceName: 'e2e' });
const OF_RUN = { sessionId: 'of-run', userId: 'user-7', metadata: { plan: 'free' }, project: 'acme' };
const OF_MESSAGE = { sessionId: 'of-message', project: 'globex' };
let receiver: Receiver;
let connection: Connection;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', projects: { acme: {}, globex: {} }, apiUrl: receiver.url });
  connection = await Connection.connect({ address: temporalAddress() });
});

afterAll(async () => {
  await connection.close();
  await receiver.close();
});

test.each([
  ['of another session', OF_MESSAGE, OF_MESSAGE],
  ['without a session', undefined, OF_RUN],
])('a message %s that waits for its handler is handled in its own, its span too', async (_, sender, own) => {
  const plugins = [new KeletPlugin()];
  const client = new Client({ connection, plugins });
  const taskQueue = randomUUID();
  const before = receiver.spans.length;
  const handle = await agenticSession(OF_RUN, () =>
    client.workflow.start(workflows.listening, { workflowId: randomUUID(), taskQueue }),
  );
  const as = <R>(fn: () => R): R => (sender === undefined ? fn() : agenticSession(sender, fn));
  await as(() => handle.signal(workflows.tell));
  // Nobody takes the run before both are there.
  const changed = as(() => handle.executeUpdate(workflows.change));
  const running = await startWorker({ taskQueue, workflowsPath: require.resolve('./workflows/buffered'), plugins });
  const told = await Promise.all([handle.result(), changed]);
  await running.stop();
  const heard = [own.sessionId, own.project, null];
  expect(told).toEqual([heard, heard]);
  await telemetry.spanProcessor.forceFlush();
  const spans = receiver.spans.slice(before).filter(({ name }) => /^(Handle|Validate)/.test(name));
  expect(spans.map(({ name }) => name).sort()).toEqual([
    'HandleSignal:tell',
    'HandleUpdate:change',
    'ValidateUpdate:change',
  ]);
  for (const { attributes, project } of spans) {
    expect(project).toBe(own.project);
    expect({
      sessionId: attributes['gen_ai.conversation.id'],
      userId: attributes['user.id'],
      plan: attributes['metadata.plan'],
      agent: attributes['gen_ai.agent.name'],
    }).toEqual(
      sender === undefined
        ? { sessionId: 'of-run', userId: 'user-7', plan: 'free', agent: undefined }
        : { sessionId: 'of-message', userId: undefined, plan: undefined, agent: undefined },
    );
  }
});
