import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { agenticSession, configure, getSession, signal } from 'kelet';
import { acceptSession, sessionHeaders, sessionMiddleware } from 'kelet/http';
import { KeletPlugin } from 'kelet/temporal';
import type { Receiver } from 'kelet-console';
import { startReceiver } from '../support/receiver';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import { createActivities } from './activities';
import { asking } from './workflows';

const session = { sessionId: 'conv 42', userId: 'Jürgen', metadata: { plan: 'pro' } };

let receiver: Receiver;
let running: Running;
let gateway: Server;
let service: Server;
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const closed = (server: Server) => new Promise((resolve) => server.close(resolve));

/** In Express: starts a workflow in the session that a caller names, where that knows the password. */
function createGateway(): Server {
  const app = express();
  app.use(express.json());
  app.use(sessionMiddleware({ accept: (request) => request.headers['authorization'] === 'a service of ours' }));
  app.post('/ask', async (request, response) => {
    const options = {
      workflowId: randomUUID(),
      taskQueue: running.taskQueue,
      args: [request.body.question] as [string],
    };
    response.json({ here: getSession() ?? null, there: await running.client.workflow.execute(asking, options) });
  });
  app.use((error: Error, _: unknown, response: express.Response, __: unknown) => {
    response.status(500).json({ error: error.message });
  });
  return createServer(app);
}

/** In Hono, which is fetch-style: answers, and says how good the answer is. */
function createService(): Server {
  const answer = acceptSession(
    async (request: Request) => {
      await signal({ kind: 'feedback', source: 'synthetic', value: new URL(request.url).searchParams.get('q') ?? '' });
      return Response.json(getSession() ?? null);
    },
    { accept: async (request) => request.headers.get('x-caller') === 'worker' },
  );
  return createAdaptorServer(new Hono().get('/answer', (context) => answer(context.req.raw))) as Server;
}

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  [gateway, service] = [createGateway(), createService()];
  await Promise.all([listening(gateway), listening(service)]);
  running = await startWorker({
    workflowsPath: require.resolve('./workflows'),
    activities: createActivities(() => urlOf(service)),
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
});

afterAll(async () => {
  await running.stop();
  for (const server of [gateway, service]) server.closeAllConnections();
  await Promise.all([closed(gateway), closed(service)]);
  await receiver.close();
});

async function ask(headers: Record<string, string>): Promise<unknown> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ question: 'why' }),
  };
  return (await fetch(`${urlOf(gateway)}/ask`, init)).json();
}

const ours = { authorization: 'a service of ours' };

test('a session goes through a web server, a workflow, an activity and a service, to its signal', async () => {
  const before = receiver.signals.length;
  const answer = await agenticSession(session, () => ask({ ...ours, ...sessionHeaders() }));
  expect(answer).toEqual({ here: session, there: session });
  const sent = receiver.signals.slice(before).map(({ body }) => [body['session_id'], body['value']]);
  expect(sent).toEqual([['conv 42', 'why']]);
});

test('many at once keep their own', async () => {
  const sessions = Array.from({ length: 20 }, (_, index) => ({ sessionId: `conv-${index}` }));
  const answers = await Promise.all(
    sessions.map((one) => agenticSession(one, () => ask({ ...ours, ...sessionHeaders() }))),
  );
  expect(answers).toEqual(sessions.map((one) => ({ here: one, there: one })));
});

test('who is not accepted has no session, whatever it sends', async () => {
  const nobody = { here: null, there: null };
  expect(await agenticSession(session, () => ask(sessionHeaders()))).toEqual(nobody);
  expect(await ask({ authorization: 'guessed', baggage: 'kelet.session_id=conv-7' })).toEqual(nobody);
});

test.each([
  'kelet.session_id=%ff',
  'kelet.session_id=s,kelet.metadata.__proto__=x,kelet.user_id=%',
  `kelet.session_id=s,${'kelet.metadata.k=v,'.repeat(500)}`,
  ',,,===;;;',
])('hostile baggage is harmless: %s', async (baggage) => {
  const { here } = (await ask({ ...ours, baggage })) as { here: { sessionId?: string } | null };
  expect([undefined, 's']).toContain(here?.sessionId);
  expect({}).not.toHaveProperty('x');
});

test('a project is never taken in: nothing of a session that comes with one is sent', async () => {
  const before = receiver.signals.length;
  const headers = agenticSession({ ...session, project: 'another' }, () => sessionHeaders());
  expect(await ask({ ...ours, ...headers })).toEqual({
    here: { ...session, project: '' },
    there: { ...session, project: '' },
  });
  expect(receiver.signals.length).toBe(before);
});

test('the session of a workflow wins over what a request says', async () => {
  const inside = acceptSession(() => getSession(), { accept: () => true });
  const request = new Request('http://service', { headers: { baggage: 'kelet.session_id=of-a-request' } });
  expect(agenticSession(session, () => inside(request))).toEqual(session);
});
