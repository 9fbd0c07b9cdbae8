import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, defaultPayloadConverter } from '@temporalio/client';
import {
  agenticSession,
  type ConfigureOptions,
  configure,
  referenceTo,
  type Session,
  signal,
  signalCounts,
} from 'kelet';
import { KeletPlugin, runInSessionOf, sessionOfWorkflow } from 'kelet/temporal';
import type { ReceivedSignal, Receiver } from 'kelet-console';
import { setupTelemetry } from 'kelet-opentelemetry';
import * as activities from './activities';
import { startReceiver } from './support/receiver';
import { type Running, startWorker } from './support/worker';
import { judge, remark, SIGNALS_OF_A_TENANT, tenant } from './workflows/tenants';

const PROJECTS = ['t0', 't1', 't2', 't3', 't4'];
const REFUSED = 't3';
const keyOf = (project: string) => `key-of-${project}-0123456789`;

/** Those that the receiver reads. */
const HEADERS = ['authorization', 'content-type', 'content-encoding', 'x-kelet-project', 'idempotency-key'];

const warnings: string[] = [];
const telemetry = setupTelemetry({ serviceName: 'e2e' });
let receiver: Receiver;
let running: Running;
let apiUrl: string;
/** Requests with the key of another project than theirs. */
let mixed: string[] = [];

/** The API of all projects: each has a key of its own, and that of one is refused. */
const api = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { authorization = '', 'x-kelet-project': ofSpans } = request.headers;
  const project = String(ofSpans ?? request.url?.split('/')[3]);
  if (authorization !== keyOf(project)) mixed.push(`${project} with ${authorization}`);
  if (project === REFUSED || authorization !== keyOf(project)) {
    response.writeHead(401).end();
    return;
  }
  const headers = HEADERS.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : []));
  const init = { method: 'POST', headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
  const forwarded = await fetch(receiver.url + request.url, init);
  response.writeHead(forwarded.status).end();
});

beforeAll(async () => {
  jest.spyOn(console, 'warn').mockImplementation((line) => void warnings.push(String(line)));
  receiver = await startReceiver();
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  set();
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/tenants'),
    activities,
    plugins: [new KeletPlugin()],
  });
});

afterAll(async () => {
  await running.stop();
  await new Promise((resolve) => {
    api.close(resolve);
    api.closeAllConnections();
  });
  await receiver.close();
});

beforeEach(() => {
  mixed = [];
  warnings.length = 0;
});

function set(options: ConfigureOptions = {}): void {
  const projects = Object.fromEntries(PROJECTS.map((project) => [project, { apiKey: keyOf(project) }]));
  configure({ apiUrl, projects, ...options });
}

/** A session that no client of Kelet starts. */
const none = { sessionId: `conv-${randomUUID()}` };

async function run(client: Client, session: Session | undefined): Promise<Awaited<ReturnType<typeof tenant>>> {
  const start = async () => {
    const options = { workflowId: randomUUID(), taskQueue: running.taskQueue };
    const { workflowId } = await client.workflow.start(tenant, options);
    const handle = client.workflow.getHandle<typeof tenant>(workflowId);
    // Without the project: it is that of the run.
    await agenticSession({ sessionId: session?.sessionId ?? none.sessionId }, () => handle.signal(remark));
    return handle.result();
  };
  return session === undefined ? start() : agenticSession(session, start);
}

const SPANS_OF_A_TENANT = [
  'ContinueAsNew:tenant',
  'HandleSignal:remark',
  'RunActivity:_kelet_signal',
  'RunActivity:whoIsThis',
  'RunWorkflow:tenant',
  'RunWorkflow:tenantsChild',
  'SignalWorkflow:remark',
  'StartActivity:_kelet_signal',
  'StartActivity:whoIsThis',
  'StartChildWorkflow:tenantsChild',
  'StartWorkflow:tenant',
];

/** Each once: on a busy machine a request may be made again, with the same Idempotency-Key, by which the API knows it. */
function signalsOf(sessionId: string): ReceivedSignal[] {
  const all = receiver.signals.filter(({ body }) => body['session_id'] === sessionId);
  return [...new Map(all.map((signal) => [signal.idempotencyKey, signal])).values()];
}

const spansOf = (sessionId: string) =>
  receiver.spans.filter(({ attributes }) => attributes['gen_ai.conversation.id'] === sessionId);

test('200 sessions of 5 projects at once: each has its own, whole, and one whose key is refused harms no other', async () => {
  const sessions = Array.from({ length: 200 }, (_, index) => {
    const project = PROJECTS[index % PROJECTS.length] as string;
    return { sessionId: `conv-${index}`, project };
  });
  const before = signalCounts();
  const results = await Promise.all(sessions.map((session) => run(running.client, session)));
  await telemetry.spanProcessor.forceFlush();
  expect(results.map(({ session }) => session)).toEqual(sessions);
  expect(mixed).toEqual([]);

  const refused = sessions.filter(({ project }) => project === REFUSED).length * SIGNALS_OF_A_TENANT.length;
  const { sent, dropped } = signalCounts();
  expect(sent - before.sent).toBe(sessions.length * SIGNALS_OF_A_TENANT.length - refused);
  expect(dropped.rejected - before.dropped.rejected).toBe(refused);
  for (const { sessionId, project } of sessions) {
    const [signals, spans] = [signalsOf(sessionId), spansOf(sessionId)];
    if (project === REFUSED) {
      expect([signals.length, spans.length]).toEqual([0, 0]);
      continue;
    }
    expect(signals.map(({ body }) => body['value']).sort()).toEqual([...SIGNALS_OF_A_TENANT].sort());
    expect(new Set(signals.map((signal) => signal.project))).toEqual(new Set([project]));
    const named = spans.map((span) => [span.project, span.attributes['kelet.project']].join());
    expect([...new Set(named)]).toEqual([`${project},${project}`]);
    // Each is there; how often, the attempts of its signals decide.
    expect([...new Set(spans.map(({ name }) => name))].sort()).toEqual(SPANS_OF_A_TENANT);
  }
}, 300_000);

describe('a session whose project cannot be known', () => {
  /** A client that knows nothing of Kelet, and sends these headers. */
  const raw = (headers: Record<string, unknown>) => {
    const payloads = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, defaultPayloadConverter.toPayload(value)]),
    );
    const start = <I extends { headers: object }, O>(input: I, next: (input: I) => O) =>
      next({ ...input, headers: { ...input.headers, ...payloads } });
    return new Client({
      connection: running.client.connection,
      interceptors: { workflow: [{ start, startWithDetails: start, signal: start } as never] },
    });
  };

  test.each([
    ['that is not listed', () => running.client, { ...none, project: 'elsewhere' }],
    ['that is unreadable', () => raw({ 'x-kelet-session-id': none.sessionId, 'x-kelet-project': 7 }), undefined],
  ])('%s: nothing of it is sent, which is counted, and the workflow completes', async (_, client, session) => {
    const [signals, spans] = [signalCounts(), telemetry.spanCounts()];
    const result = await run(client(), session);
    await telemetry.spanProcessor.forceFlush();
    expect(result.session).toEqual(session ?? { ...none, project: '' });
    expect([signalsOf(none.sessionId), spansOf(none.sessionId), mixed]).toEqual([[], [], []]);
    expect(signalCounts().dropped.unknownProject - signals.dropped.unknownProject).toBe(SIGNALS_OF_A_TENANT.length);
    expect(telemetry.spanCounts().dropped.unknownProject - spans.dropped.unknownProject).toBeGreaterThanOrEqual(10);
  });
});

test('feedback that comes later goes to the project: by the workflow id, by a reference, and about another project', async () => {
  const session = { sessionId: `conv-${randomUUID()}`, project: 't1' };
  const workflowId = randomUUID();
  const options = { workflowId, taskQueue: running.taskQueue };
  const handle = await agenticSession(session, () => running.client.workflow.start(tenant, { ...options, args: [1] }));
  expect(await sessionOfWorkflow(running.client, workflowId)).toEqual(session);
  await handle.signal(remark);
  const { reference } = await handle.result();
  const before = signalsOf(session.sessionId).length;
  await runInSessionOf(running.client, workflowId, () => signal({ kind: 'feedback', source: 'human', value: 'by id' }));
  await signal({ kind: 'feedback', source: 'human', value: 'by reference', about: reference });
  await agenticSession({ sessionId: 'another', project: 't2' }, () =>
    running.client.workflow.execute(judge, { ...options, workflowId: randomUUID(), args: [reference ?? ''] }),
  );
  const later = signalsOf(session.sessionId).slice(before);
  expect(later.map(({ project, body }) => [project, body['value']])).toEqual([
    ['t1', 'by id'],
    ['t1', 'by reference'],
    ['t1', 'judged'],
  ]);
  expect(mixed).toEqual([]);
});

test("a project that is the process's own travels in no header, and is that of each session that names none", async () => {
  set({ project: 't4' });
  const session = { sessionId: `conv-${randomUUID()}` };
  const client = running.client;
  const { session: found } = await run(client, { ...session, project: 't4' });
  set();
  expect(found).toEqual(session);
  expect(new Set(signalsOf(session.sessionId).map(({ project }) => project))).toEqual(new Set(['t4']));
  expect(referenceTo({ sessionId: 's' })).toBe('k1.....s');
});
