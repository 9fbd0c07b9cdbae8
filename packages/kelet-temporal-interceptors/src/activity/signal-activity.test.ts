import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { type ApplicationFailure, defaultPayloadConverter, type Headers } from '@temporalio/common';
import { configure, KeletError, type SignalBody, type SignalDelivery, shutdown, signalCounts } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { SIGNAL_ACTIVITY } from '../shared/names';
import { type SignalArguments, toArguments } from '../shared/signal-arguments';
import { createSinks } from '../worker/sinks';
import { createActivityInterceptors } from '.';
import { createSignalActivities } from './signal-activity';

const body: SignalBody = { session_id: 'conv-42', kind: 'feedback', source: 'human' };
const info = {
  activityType: SIGNAL_ACTIVITY,
  taskQueue: 'q',
  activityId: '3',
  startToCloseTimeoutMs: 30_000,
  workflowExecution: { workflowId: 'wf', runId: 'run-1' },
};

/** Counts of a process that has sent nothing yet. */
const newDelivery = () => ({ sent: 0, retried: 0, dropped: { ...NONE } });
const NONE = { rejected: 0, undelivered: 0, notConfigured: 0, noSession: 0, shutdown: 0 };

let sent: [SignalBody, SignalDelivery][];
let refuse: KeletError | undefined;
/** For how long a send keeps the whole process busy. */
let busyMs: number;
let activities: ReturnType<typeof createSignalActivities>;
let activityAutoSession: boolean;

let runs = 0;

beforeEach(() => {
  // What was given up is known by run and activity, for as long as the process lives.
  info.workflowExecution.runId = `run-${++runs}`;
  activities = createSignalActivities();
  activityAutoSession = false;
  delete slot().signalBreakers;
  Object.assign(slot().signalState, newDelivery());
  sent = [];
  refuse = undefined;
  busyMs = 0;
  slot().warn = () => {};
  configure({
    apiKey: 'key',
    project: 'shop',
    signals: {
      transport: {
        async send(...given) {
          sent.push(given);
          for (const end = performance.now() + busyMs; performance.now() < end; );
          if (refuse) throw refuse;
        },
      },
    },
  });
});

/** As a worker runs it: below the interceptors, which are made for each activity. */
function run(args: unknown, more: object = {}, headers: Headers = {}): Promise<null | undefined> {
  const context = { info: { ...info, ...more } };
  const { inbound } = createActivityInterceptors({ activityAutoSession })(context);
  const send = () => activities[SIGNAL_ACTIVITY](args as SignalArguments);
  return asyncLocalStorage.run(context as Context, () => inbound.execute({ headers }, send));
}

/** The attempt that `maximumAttempts` makes the last one. */
const LAST = { attempt: 3, retryPolicy: { maximumAttempts: 3 } };

const failureOf = (running: Promise<unknown>) => running as Promise<unknown> as Promise<ApplicationFailure>;

test('sends the signal, under a key of the run and of the activity, in less than the time it has', async () => {
  expect(await run(toArguments(body, false))).toBeUndefined();
  expect(sent).toEqual([
    [
      body,
      {
        raiseOnFailure: false,
        maxAttempts: 1,
        timeoutMs: expect.any(Number),
        idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        workflow: info.workflowExecution,
      },
    ],
  ]);
  expect(sent[0]?.[1].timeoutMs).toBeLessThanOrEqual(27_000);
  expect(sent[0]?.[1].timeoutMs).toBeGreaterThan(26_000);
});

test('each attempt has the same key, and each other activity, run and workflow another', async () => {
  const args = toArguments(body, false);
  const others = [
    {},
    { activityId: '4' },
    { workflowExecution: { workflowId: 'wf', runId: 'another' } },
    { workflowExecution: { ...info.workflowExecution, workflowId: 'other' } },
  ];
  for (const more of [...others, ...others]) await run(args, more);
  const keys = sent.map(([, { idempotencyKey }]) => idempotencyKey);
  expect(new Set(keys).size).toBe(others.length);
  expect(keys.slice(0, others.length)).toEqual(keys.slice(others.length));
});

test('fails for good where the API said no and failures are raised', async () => {
  refuse = new KeletError('SIGNAL_REJECTED', 'The API said no.');
  await run(toArguments(body, false));
  const failure = run(toArguments(body, true)) as Promise<unknown> as Promise<ApplicationFailure>;
  await expect(failure).rejects.toMatchObject({ type: 'Kelet.SIGNAL_REJECTED', nonRetryable: true });
});

test.each([false, true])(
  'fails, to be tried again, where its worker was shut down, with failures raised: %p',
  async (raise) => {
    await shutdown();
    const failure = run(toArguments(body, raise)) as Promise<unknown> as Promise<ApplicationFailure>;
    await expect(failure).rejects.toMatchObject({ type: 'Kelet.SIGNAL_UNDELIVERED', nonRetryable: false });
  },
);

test('the last attempt on a worker that was shut down answers as it was asked to, and is counted', async () => {
  await shutdown();
  expect(await run(toArguments(body, false), LAST)).toBeNull();
  await expect(failureOf(run(toArguments(body, true), { ...LAST, activityId: '4' }))).rejects.toMatchObject({
    nonRetryable: false,
  });
  expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 2 });
});

test.each([false, true])(
  'leaves a wait that is too long for it to Temporal, with failures raised: %p',
  async (raise) => {
    refuse = new KeletError('SIGNAL_UNDELIVERED', 'The API is busy.', { retryAfterMs: 30_000 });
    const failure = run(toArguments(body, raise)) as Promise<unknown> as Promise<ApplicationFailure>;
    await expect(failure).rejects.toMatchObject({ nextRetryDelay: 30_000, nonRetryable: false });
  },
);

test('is tried again where too many signals of its process wait', async () => {
  refuse = new KeletError('SIGNAL_QUEUE_FULL', 'Too many wait.');
  const failure = run(toArguments(body, true)) as Promise<unknown> as Promise<ApplicationFailure>;
  await expect(failure).rejects.toMatchObject({ type: 'Kelet.SIGNAL_QUEUE_FULL', nonRetryable: false });
});

test.each([undefined, null, 'text'])('fails for good where its argument is %j', async (args) => {
  await expect(run(args)).rejects.toMatchObject({ type: 'Kelet.INVALID_SIGNAL', nonRetryable: true });
  expect(sent).toEqual([]);
});

test('two activities at once keep each its own key', async () => {
  const args = toArguments(body, false);
  await Promise.all([run(args), run(args, { activityId: '4' })]);
  expect(new Set(sent.map(([, { idempotencyKey }]) => idempotencyKey)).size).toBe(2);
});

test('without the interceptors it still sends, under a key of its own', async () => {
  await createSignalActivities()[SIGNAL_ACTIVITY](toArguments(body, false));
  expect(sent).toEqual([[body, { raiseOnFailure: false }]]);
});

describe('an attempt that fails', () => {
  beforeEach(() => {
    refuse = new KeletError('SIGNAL_UNDELIVERED', 'The API is away.');
  });

  test.each([false, true])('and that Temporal repeats fails, and counts as nothing, with raise: %p', async (raise) => {
    await expect(failureOf(run(toArguments(body, raise), { attempt: 2 }))).rejects.toMatchObject({
      type: 'Kelet.SIGNAL_UNDELIVERED',
      nonRetryable: false,
      details: [{ raise_on_failure: raise, given_up: false }],
      category: 'BENIGN',
    });
    expect(signalCounts()).toEqual({ sent: 0, retried: 1, dropped: NONE });
  });

  test('and is the last one is dropped and counted, and gives null', async () => {
    expect(await run(toArguments(body, false), LAST)).toBeNull();
    expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 1 });
  });

  test('and is the last one fails where the sender asked to be told', async () => {
    await expect(failureOf(run(toArguments(body, true), LAST))).rejects.toMatchObject({
      type: 'Kelet.SIGNAL_UNDELIVERED',
      details: [{ raise_on_failure: true, given_up: true }],
    });
    expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 1 });
  });

  test('when Temporal has given the signal up already is left to the workflow to count', async () => {
    busyMs = 100;
    const scheduledTimestampMs = Date.now() - 4950;
    const times = { scheduledTimestampMs, currentAttemptScheduledTimestampMs: scheduledTimestampMs };
    const late = failureOf(run(toArguments(body, false), { ...LAST, ...times, scheduleToCloseTimeoutMs: 5000 }));
    await expect(late).rejects.toMatchObject({ details: [{ raise_on_failure: false, given_up: false }] });
    expect(signalCounts().dropped).toEqual(NONE);
  });

  test.each([false, true])(
    'and is the last one counts once, also where Temporal did not hear of it in time',
    async (raise) => {
      const workflowExecution = { workflowId: 'wf', runId: `late-${raise}` };
      await run(toArguments(body, raise), { ...LAST, workflowExecution }).catch(() => {});
      createSinks().kelet.dropped.fn(workflowExecution, info.activityId);
      expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 1 });
      createSinks().kelet.dropped.fn(workflowExecution, 'another');
      expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 2 });
    },
  );

  test('and is the last one is not counted again where the workflow saw a time-out before', async () => {
    createSinks().kelet.dropped.fn(info.workflowExecution, info.activityId);
    expect(await run(toArguments(body, false), LAST)).toBeNull();
    expect(signalCounts().dropped).toEqual({ ...NONE, undelivered: 1 });
  });

  test('because the API says no is the last one at once', async () => {
    refuse = new KeletError('SIGNAL_REJECTED', 'The API said no.');
    expect(await run(toArguments(body, false))).toBeNull();
    expect(signalCounts().dropped).toEqual({ ...NONE, rejected: 1 });
  });

  test('several times in a row lets the next ones fail at once, while one finds out, but for a last one', async () => {
    for (let n = 0; n < 5; n++) await expect(run(toArguments(body, false))).rejects.toThrow('away');
    const requests = sent.length;
    const [probe, held] = [run(toArguments(body, false)), run(toArguments(body, false))];
    await expect(failureOf(held)).rejects.toMatchObject({ message: expect.stringMatching(/failed several times/) });
    await expect(probe).rejects.toThrow('away');
    const [again, last] = [run(toArguments(body, false)), run(toArguments(body, false), LAST)];
    expect(await last).toBeNull();
    await expect(again).rejects.toThrow('away');
    expect(sent.length - requests).toBe(3);
  });
});

test('a quarter of the activity slots is the most that signals hold; the others are for Temporal to repeat', async () => {
  let letGo: () => void = () => {};
  const stuck = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let open = 0;
  const transport = { send: async () => stuck.then(() => void open++) };
  configure({ apiKey: 'key', project: 'shop', signals: { transport } });
  activities = createSignalActivities({ slots: 9 });
  const args = toArguments(body, false);
  const held = [run(args), run(args)];
  const third = failureOf(run(args, { attempt: 3 }));
  await expect(third).rejects.toMatchObject({ type: 'Kelet.SIGNAL_UNDELIVERED', nonRetryable: false });
  const { nextRetryDelay } = await third.catch((failure) => failure);
  expect(nextRetryDelay).toBeGreaterThanOrEqual(200);
  expect(nextRetryDelay).toBeLessThanOrEqual(400);
  letGo();
  await Promise.all(held);
  await run(args);
  expect(open).toBe(3);
});

test('the last attempt that a policy allows goes out, also where the quarter is taken', async () => {
  let letGo: () => void = () => {};
  const stuck = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  configure({ apiKey: 'key', project: 'shop', signals: { transport: { send: () => stuck } } });
  activities = createSignalActivities({ slots: 4 });
  const args = toArguments(body, false);
  const running = [run(args), run(args, LAST)];
  letGo();
  expect(await Promise.all(running)).toEqual([undefined, undefined]);
});

test('one that may have one request only is given up after it, and not before it', async () => {
  const only = { 'x-kelet-signal-retry': defaultPayloadConverter.toPayload({ isOnlyRequest: true }) } as never;
  refuse = new KeletError('SIGNAL_UNDELIVERED', 'The API is away.');
  expect(await run(toArguments(body, false), {}, only)).toBeNull();
  configure({ apiKey: 'key', project: 'shop', signals: { transport: { send: () => new Promise(() => {}) } } });
  activities = createSignalActivities({ slots: 4 });
  const stuck = run(toArguments(body, false), { startToCloseTimeoutMs: 500 });
  await expect(failureOf(run(toArguments(body, false), {}, only))).rejects.toMatchObject({ nonRetryable: false });
  await expect(stuck).rejects.toThrow('took longer');
});

describe('a signal that names no session', () => {
  const { session_id: _, ...bare } = body;
  const args = toArguments(bare, false);

  test('belongs to that of the headers', async () => {
    await run(args, {}, inject({ sessionId: 'from-header' }, {}));
    expect(sent.map(([{ session_id }]) => session_id)).toEqual(['from-header']);
  });

  test('belongs to that which activityAutoSession derives', async () => {
    activityAutoSession = true;
    await run(args, { workflowExecution: { workflowId: 'chat/session/conv-7/1', runId: 'r' } });
    expect(sent.map(([{ session_id }]) => session_id)).toEqual(['conv-7']);
  });

  test('and names a trace belongs to that session all the same', async () => {
    activityAutoSession = true;
    const ofTrace = toArguments({ ...bare, trace_id: '0af7651916cd43dd8448eb211c80319c' }, false);
    await run(ofTrace, { workflowExecution: { workflowId: 'chat/session/conv-7/1', runId: 'r' } });
    expect(sent).toMatchObject([[{ session_id: 'conv-7', trace_id: '0af7651916cd43dd8448eb211c80319c' }, {}]]);
  });

  test('belongs to the trace in which the activity was scheduled', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await run(args, {}, { '_tracer-data': defaultPayloadConverter.toPayload({ traceparent }) } as never);
    expect(sent).toMatchObject([[{ trace_id: '0af7651916cd43dd8448eb211c80319c' }, {}]]);
  });

  test('is dropped and counted where there is none of these, and the activity completes', async () => {
    expect(await run(args)).toBeUndefined();
    expect(sent).toEqual([]);
    expect(signalCounts().dropped).toEqual({ ...NONE, noSession: 1 });
  });

  test('keeps the session that it names itself', async () => {
    await run(toArguments(body, false), {}, inject({ sessionId: 'from-header' }, {}));
    expect(sent.map(([{ session_id }]) => session_id)).toEqual(['conv-42']);
  });
});
