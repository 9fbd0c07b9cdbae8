import type { ApplicationFailure } from '@temporalio/common';
import { configure, KeletError, type SignalBody, type SignalDelivery, shutdown } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { SIGNAL_ACTIVITY, type SignalArguments, toArguments } from '../signal-arguments';
import { createActivityInterceptors } from '.';
import { createSignalActivities } from './signals';

const body: SignalBody = { session_id: 'conv-42', kind: 'feedback', source: 'human' };
const info = {
  activityType: SIGNAL_ACTIVITY,
  taskQueue: 'q',
  activityId: '3',
  startToCloseTimeoutMs: 30_000,
  workflowExecution: { workflowId: 'wf', runId: 'run-1' },
};

let sent: [SignalBody, SignalDelivery][];
let refuse: KeletError | undefined;

beforeEach(() => {
  sent = [];
  refuse = undefined;
  slot().warn = () => {};
  configure({
    apiKey: 'key',
    project: 'shop',
    signals: {
      transport: {
        async send(...given) {
          sent.push(given);
          if (refuse) throw refuse;
        },
      },
    },
  });
});

/** As a worker runs it: below the interceptors, which are made for each activity. */
function run(args: unknown, more: object = {}): Promise<null> {
  const { inbound } = createActivityInterceptors()({ info: { ...info, ...more } });
  const activity = createSignalActivities()[SIGNAL_ACTIVITY];
  return inbound.execute({ headers: {} }, () => activity(args as SignalArguments));
}

test('sends the signal, under a key of the run and of the activity, in less than the time it has', async () => {
  expect(await run(toArguments(body, false))).toBeNull();
  expect(sent).toEqual([
    [
      body,
      {
        raiseOnFailure: false,
        timeoutMs: 27_000,
        idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        workflow: { workflowId: 'wf', runId: 'run-1' },
      },
    ],
  ]);
});

test('each attempt has the same key, and each other activity, run and workflow another', async () => {
  const args = toArguments(body, false);
  const others = [
    {},
    { activityId: '4' },
    { workflowExecution: { workflowId: 'wf', runId: 'run-2' } },
    { workflowExecution: { workflowId: 'other', runId: 'run-1' } },
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
