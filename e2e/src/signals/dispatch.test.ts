import { randomUUID } from 'node:crypto';
import { type WorkflowFailedError, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { agenticSession, configure, type Signal, type SignalFailureMode } from 'kelet';
import { expectSignal, inMemoryTransport } from 'kelet/testing';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';
import { type Api, startApi } from '../support/api';
import { API_KEY } from '../support/secret';
import { installLogger, type Running, startWorker } from '../support/worker';
import * as activities from './activities';
import * as workflows from './workflows';

const feedback = { kind: 'feedback', source: 'synthetic' } as const;
const lines: string[] = [];

installLogger(new DefaultLogger('WARN', ({ message }) => lines.push(message)));

let api: Api;
const started: Running[] = [];

beforeAll(async () => {
  api = await startApi(({ body }, earlier) => {
    if (body.trigger_name === 'refused') return 401;
    return body.trigger_name === 'busy' && earlier === 0 ? { status: 429, headers: { 'retry-after': '2' } } : 200;
  });
});

afterAll(() => api.stop());

beforeEach(() => {
  lines.length = 0;
  api.requests.length = 0;
  set();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});

function set(signalFailureMode: SignalFailureMode = 'swallow'): void {
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: api.url, signalFailureMode });
}

async function start(options: KeletPluginOptions = {}, worker: object = { activities }): Promise<Running> {
  const plugins = [new KeletPlugin({ includeOtelPlugin: false, ...options })];
  const running = await startWorker({ workflowsPath: require.resolve('./workflows'), plugins, ...worker });
  started.push(running);
  return running;
}

const inSession = <R>(fn: () => R): R => agenticSession({ sessionId: 'conv-42' }, fn);

function execute<A extends unknown[], R>(
  { client, taskQueue }: Running,
  workflow: (...args: A) => Promise<R>,
  ...args: A
): Promise<R> {
  const options = { workflowId: randomUUID(), taskQueue, args };
  return inSession(() => client.workflow.execute<(...args: A) => Promise<R>>(workflow, options as never)) as Promise<R>;
}

const triggers = () => api.requests.map(({ body }) => body.trigger_name);

async function failureOf(run: Promise<unknown>): Promise<Partial<ApplicationFailure>> {
  const failed = (await run.then(
    () => undefined,
    (error: unknown) => error,
  )) as WorkflowFailedError;
  const { type, nonRetryable, message } = (failed.cause?.cause ?? failed.cause) as ApplicationFailure;
  return { type, nonRetryable, message } as Partial<ApplicationFailure>;
}

test('each field reaches the API, and a field without a value does not', async () => {
  await execute(await start(), workflows.sendsEachField);
  expect(api.requests.map(({ body }) => body)).toEqual([
    {
      session_id: 'inner',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      ...feedback,
      trigger_name: 'judge',
      score: 0.5,
      value: 'schön',
      confidence: 1,
      metadata: { model: 'a', nested: [1, null] },
      timestamp: '2026-01-02T01:04:05.000Z',
    },
    { session_id: 'conv-42', ...feedback },
  ]);
});

describe('no worker serves the signals', () => {
  const options = { signalDispatch: { scheduleToCloseTimeout: '1 second' } } as const;

  test.each<[SignalFailureMode, string]>([
    ['swallow', 'resolves'],
    ['raise', 'ApplicationFailure Kelet.SIGNAL_UNDELIVERED'],
  ])('with signalFailureMode %j, the workflow goes on within the limit', async (mode, sees) => {
    set(mode);
    const running = await start({ signalDispatch: { ...options.signalDispatch, taskQueue: `nobody-${randomUUID()}` } });
    const began = performance.now();
    expect(await execute(running, workflows.sending, feedback)).toBe(sees);
    expect(performance.now() - began).toBeLessThan(10_000);
    const logged = lines.filter((line) => /not delivered in time \(SCHEDULE_TO_(CLOSE|START)\)/.test(line));
    expect(logged).toHaveLength(1);
    expect(api.requests).toEqual([]);
  });

  test('a worker that runs no activities does not begin to, and says in time how to go on', async () => {
    const running = await start(options, {});
    expect(await execute(running, workflows.sending, feedback)).toBe('resolves');
    const queue = expect.stringMatching(new RegExp(`'${running.taskQueue}'.*signalDispatch: \\{ taskQueue \\}`));
    expect(lines).toEqual(['No activities registered, not polling for activity tasks', queue]);
    const { pollers } = await running.client.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: running.taskQueue },
      taskQueueType: 2, // temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    });
    expect(pollers).toEqual([]);
  });

  test('a worker of another queue can serve them', async () => {
    const serving = await start({}, { activities });
    const running = await start({ signalDispatch: { taskQueue: serving.taskQueue } }, {});
    expect(await execute(running, workflows.sending, feedback)).toBe('resolves');
    expect(api.requests).toHaveLength(1);
  });
});

describe('cancellation', () => {
  test('a signal in finally arrives after the workflow was cancelled', async () => {
    const running = await start();
    const { client, taskQueue } = running;
    const handle = await inSession(() =>
      client.workflow.start(workflows.cleansUp, { workflowId: randomUUID(), taskQueue }),
    );
    await handle.cancel();
    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(triggers()).toEqual(['cancelled']);
  });

  test('a signal that was sent for arrives, though its scope was cancelled', async () => {
    expect(await execute(await start(), workflows.cancelsAround)).toBe('resolves');
    expect(triggers()).toEqual(['around']);
  });
});

describe('a signal that nobody awaits', () => {
  test('is logged where the workflow ends before it is delivered', async () => {
    await execute(await start(), workflows.forgets);
    expect(lines).toEqual([expect.stringMatching(/ended before 1 of its signals was delivered/)]);
  });

  test('is waited for by flush()', async () => {
    expect(await execute(await start(), workflows.flushes)).toBe(true);
    expect(triggers()).toEqual(['flushed']);
    expect(lines).toEqual([]);
  });
});

describe('handlers', () => {
  let handle: WorkflowHandle<typeof workflows.listens>;

  beforeEach(async () => {
    const { client, taskQueue } = await start();
    handle = await inSession(() => client.workflow.start(workflows.listens, { workflowId: randomUUID(), taskQueue }));
  });

  afterEach(() => handle.terminate().catch(() => {}));

  test('of signals and updates send', async () => {
    expect(await handle.executeUpdate(workflows.change)).toBe('changed');
    await handle.signal(workflows.tell);
    await handle.result();
    expect(triggers()).toEqual(['update', 'signal']);
  });

  test('of queries fail with why they cannot, and the workflow goes on', async () => {
    await expect(handle.query(workflows.ask)).rejects.toThrow(/query handler or an update validator, which must not/);
    await handle.signal(workflows.tell);
    await handle.result();
    expect(triggers()).toEqual(['signal']);
  });

  test('of queries cannot later either, when they have answered', async () => {
    expect(await handle.query(workflows.askLate)).toBe('nothing yet');
    const outcome = await handle.query(workflows.askLate);
    expect(outcome).toBe('ApplicationFailure Kelet.SIGNAL_NOT_ALLOWED, non-retryable');
    await handle.signal(workflows.tell);
    await handle.result();
    expect(triggers()).toEqual(['signal']);
  });

  test('of validators refuse the update with why they cannot, and the workflow goes on', async () => {
    const refused = handle.executeUpdate(workflows.refuse).catch((error: unknown) => error);
    expect(await refused).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((await refused) as Error).toMatchObject({ cause: { type: 'Kelet.SIGNAL_NOT_ALLOWED' } });
    await handle.signal(workflows.tell);
    await handle.result();
    expect(triggers()).toEqual(['signal']);
  });
});

describe('what is wrong', () => {
  test.each([
    [{ ...feedback, score: 1.5 }],
    [{ ...feedback, kind: 'praise' }],
    [{ ...feedback, metadata: { deep: 'x'.repeat(300_000) } }],
  ])('with a signal fails the call, and neither the workflow task nor an activity: %#', async (given) => {
    const type = 'metadata' in given ? 'SIGNAL_REJECTED' : 'INVALID_SIGNAL';
    const wrong = { ...given, raiseOnFailure: true };
    expect(await execute(await start(), workflows.sendsWrong, wrong)).toBe(
      `ApplicationFailure Kelet.${type}, non-retryable`,
    );
    expect(api.requests).toEqual([]);
  });

  test('with a session fails the workflow, and not its task again and again', async () => {
    const failure = await failureOf(execute(await start(), workflows.enterWrongSession));
    expect(failure).toMatchObject({ type: 'Kelet.INVALID_SESSION', nonRetryable: true });
  });

  test.each([
    ['a workflow', workflows.failing],
    ['an activity', workflows.failingInActivity],
  ])('for the API fails %s once, where failures are raised and not caught', async (_, workflow) => {
    const given: Signal = { ...feedback, triggerName: 'refused' };
    const failure = await failureOf(execute(await start(), workflow, given));
    expect(failure).toEqual({
      type: 'Kelet.SIGNAL_REJECTED',
      nonRetryable: true,
      message:
        `A signal was not taken: ${api.url}/api/projects/…/signal answered 401: "{}". ` +
        'Check apiKey (or KELET_API_KEY), and that it belongs to the project.',
    });
    expect(api.requests).toHaveLength(1);
  });
});

describe('an SDK of another language', () => {
  const ALL = {
    session_id: 'conv-42',
    trace_id: null,
    ...feedback,
    trigger_name: 'judge',
    score: 0.5,
    value: null,
    confidence: null,
    metadata: { model: 'a' },
    timestamp: null,
    raise_on_failure: false,
  };

  test('can serve a workflow with its own activity, which gets all eleven fields', async () => {
    const got: unknown[] = [];
    const serving = await startWorker({
      activities: {
        async _kelet_signal(...args: unknown[]) {
          got.push(args);
        },
      },
    });
    started.push(serving);
    const running = await start({ signalDispatch: { taskQueue: serving.taskQueue } });
    const given = { ...feedback, triggerName: 'judge', score: 0.5, metadata: { model: 'a' } };
    expect(await execute(running, workflows.sending, given)).toBe('resolves');
    expect(got).toEqual([[ALL]]);
  });

  test('can be served, with null for what it leaves out', async () => {
    const serving = await start();
    const running = await startWorker({ workflowsPath: require.resolve('./foreign-workflow') });
    started.push(running);
    const { client } = running;
    const timestamp = '2026-01-02T03:04:05.678901+00:00';
    const args = [serving.taskQueue, { ...ALL, timestamp, raise_on_failure: null }];
    const options = { workflowId: randomUUID(), taskQueue: running.taskQueue, args };
    expect(await client.workflow.execute('foreign', options)).toBeNull();
    expect(api.requests.map(({ body }) => body)).toEqual([
      { session_id: 'conv-42', ...feedback, trigger_name: 'judge', score: 0.5, metadata: { model: 'a' }, timestamp },
    ]);
  });
});

test('a wait that the API asks for, and that is too long for one attempt, is left to Temporal', async () => {
  const signalDispatch = { startToCloseTimeout: '1 second' } as const;
  const running = await start({ signalDispatch });
  const sent = execute(running, workflows.sending, { ...feedback, triggerName: 'busy' });
  expect(await sent).toBe('resolves');
  const [first, second] = api.requests;
  expect(api.requests).toHaveLength(2);
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
  expect(lines).toEqual([]); // nothing of a signal that was dropped, and no warning of an attempt that is repeated
});

test('a test of a user asks an in-memory transport which workflow sent what', async () => {
  const transport = inMemoryTransport();
  configure({ apiKey: API_KEY, project: 'e2e', signals: { transport } });
  const running = await start();
  const { client, taskQueue } = running;
  const workflowId = randomUUID();
  const options = { workflowId, taskQueue, args: [{ ...feedback, score: 1 }] as [Signal] };
  await inSession(() => client.workflow.execute(workflows.sending, options));
  const found = expectSignal(transport, { workflowId, sessionId: 'conv-42', ...feedback, score: 1 });
  expect(transport.signals).toEqual([found]);
});
