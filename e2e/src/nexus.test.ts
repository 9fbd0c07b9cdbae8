import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { agenticSession, getSession } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as nexus from 'nexus-rpc';
import { temporalAddress } from './support/server';
import { type Running, startWorker } from './support/worker';
import { callNexus } from './workflows/nexus';
import { OWN_HEADERS } from './workflows/own-headers';

const service = nexus.service('probe', { session: nexus.operation<null, unknown>() });

let running: Running;
let calls: Record<string, string>[];

beforeAll(async () => {
  calls = [];
  const handler = nexus.serviceHandler(service, {
    session: async (ctx) => {
      calls.push({ ...ctx.headers });
      return getSession() ?? null;
    },
  });
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/nexus'),
    nexusServices: [handler],
    interceptors: { workflowModules: [require.resolve('./workflows/own-headers')] },
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
  const connection = await Connection.connect({ address: temporalAddress() });
  await connection.operatorService.createNexusEndpoint({
    spec: { name: running.taskQueue, target: { worker: { namespace: 'default', taskQueue: running.taskQueue } } },
  });
  await connection.close();
});

afterAll(() => running.stop());

function call(metadata: Record<string, string>): Promise<unknown> {
  const { client, taskQueue } = running;
  const options = { workflowId: randomUUID(), taskQueue };
  return agenticSession({ sessionId: 'conv-é', userId: 'user-日', metadata }, () =>
    client.workflow.execute(callNexus, options),
  );
}

test('a Nexus call carries the session beside the headers of the user, in ASCII', async () => {
  const metadata = { city: 'Zürich 🎉' };
  expect(await call(metadata)).toEqual({ sessionId: 'conv-é', userId: 'user-日', metadata });
  expect(calls.at(-1)).toMatchObject({ ...OWN_HEADERS, 'x-kelet-metadata': '{"city":"Z\\u00fcrich \\ud83c\\udf89"}' });
});

test('one with metadata at their limit, which do not fit as ASCII, completes with the ids alone', async () => {
  const filler = 'é'.repeat((2048 - '{"note":""}'.length - 1) / 2);
  expect(await call({ note: filler })).toEqual({ sessionId: 'conv-é', userId: 'user-日' });
  expect(calls.at(-1)).toMatchObject(OWN_HEADERS);
});

test('one with metadata at their limit that are ASCII carries them', async () => {
  const note = 'x'.repeat(2048 - '{"note":""}'.length);
  expect(await call({ note })).toMatchObject({ metadata: { note } });
});
