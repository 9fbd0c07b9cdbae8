import { setTimeout as sleep } from 'node:timers/promises';
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { configure, type SignalDelivery, signal } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { createActivityInterceptors } from '.';
import type { ActivityInfo } from './activity-info';

const NO_ONE: Promise<void> = new Promise(() => {});

let limits: (number | undefined)[];

beforeEach(() => {
  limits = [];
  slot().warn = () => {};
});

function transport(taking: Promise<void> = Promise.resolve()): void {
  const send = async (_: unknown, { timeoutMs }: SignalDelivery) => {
    limits.push(timeoutMs);
    await taking;
  };
  configure({ apiKey: 'key', project: 'shop', signals: { transport: { send } } });
}

function inActivity<R>(info: Partial<ActivityInfo>, fn: () => Promise<R>): Promise<R> {
  const context = { info: { activityType: 'a', taskQueue: 'q', ...info } };
  const { inbound } = createActivityInterceptors({ autoSession: false })(context);
  return asyncLocalStorage.run(context as Context, () => inbound.execute({ headers: {} }, fn));
}

const named = { kind: 'event', source: 'human', sessionId: 'conv-42' } as const;
const send = () => signal(named);

test.each<[string, Partial<ActivityInfo>, number]>([
  ['half of the time of the attempt', { startToCloseTimeoutMs: 10_000 }, 5000],
  [
    'half of the time until the activity is to end',
    { startToCloseTimeoutMs: 60_000, scheduleToCloseTimeoutMs: 4000 },
    2000,
  ],
  [
    'half of what earlier attempts have left',
    { scheduleToCloseTimeoutMs: 10_000, scheduledTimestampMs: 1000, currentAttemptScheduledTimestampMs: 7000 },
    2000,
  ],
  ['half of its heartbeat time-out', { startToCloseTimeoutMs: 10_000, heartbeatTimeoutMs: 3000 }, 1500],
])('a signal takes at most %s', async (_, info, expected) => {
  transport();
  await inActivity(info, send);
  expect(limits[0]).toBeLessThanOrEqual(expected);
  expect(limits[0]).toBeGreaterThan(expected - 500);
});

test('what an activity that is not async has left running has no limit, and neither takes that of another', async () => {
  transport();
  let later: Promise<void> | undefined;
  const context = { info: { activityType: 'a', taskQueue: 'q', startToCloseTimeoutMs: 10_000 } };
  const { inbound } = createActivityInterceptors({ autoSession: false })(context);
  const execute = <R>(fn: () => R) =>
    asyncLocalStorage.run(context as Context, () => inbound.execute({ headers: {} }, fn));
  // A mock of Temporal's has one context for all that it runs.
  await execute(async () => {
    execute(() => {
      later = sleep(10).then(send);
    });
    await send();
  });
  await later;
  expect(limits).toEqual([expect.any(Number), undefined]);
});

test('those that were given up take from the next ones, and all together leave half of the time', async () => {
  const began = performance.now();
  transport(NO_ONE);
  await inActivity({ startToCloseTimeoutMs: 1000 }, async () => {
    for (let n = 0; n < 20; n++) await send();
  });
  expect(performance.now() - began).toBeLessThan(900);
});

test('a short outage does not make an activity that beats deaf for later ones, however often it sends', async () => {
  let away = true;
  const send = async () => {
    limits.push(undefined);
    if (away) await NO_ONE;
  };
  configure({ apiKey: 'key', project: 'shop', signals: { transport: { send } } });
  await inActivity({ startToCloseTimeoutMs: 60_000, heartbeatTimeoutMs: 400 }, async () => {
    await signal(named);
    away = false;
    const tried = limits.length;
    for (const end = performance.now() + 1500; performance.now() < end && limits.length === tried; ) {
      await signal(named);
      await sleep(20);
    }
    expect(limits.length).toBe(tried + 1);
  });
});

test('what an activity leaves running when it ends has all the time that it wants', async () => {
  transport();
  let later: Promise<void> = Promise.resolve();
  await inActivity({ startToCloseTimeoutMs: 100 }, async () => {
    later = sleep(300).then(() => signal(named));
  });
  await later;
  expect(limits).toStrictEqual([undefined]);
});

test('those that wait at once have the same end', async () => {
  transport(NO_ONE);
  const began = performance.now();
  await inActivity({ startToCloseTimeoutMs: 1000 }, () => Promise.all(Array.from({ length: 50 }, send)));
  expect(performance.now() - began).toBeLessThan(900);
});

test('between two heartbeats, half of the time is left; and later ones are tried again', async () => {
  transport(NO_ONE);
  const began = performance.now();
  await inActivity({ startToCloseTimeoutMs: 60_000, heartbeatTimeoutMs: 1000 }, async () => {
    for (let n = 0; n < 5; n++) await send();
    expect(performance.now() - began).toBeLessThan(900);
    const tried = limits.length;
    await sleep(1100);
    await send();
    expect(limits.length).toBe(tried + 1);
  });
});

test.each([{}, { startToCloseTimeoutMs: 0, scheduleToCloseTimeoutMs: 0 }])(
  'without a time-out (%j) nothing limits it',
  async (info) => {
    transport();
    await inActivity(info, send);
    expect(limits).toStrictEqual([undefined]);
  },
);

test('outside of an activity nothing limits it', async () => {
  transport();
  await inActivity({}, async () => {});
  await send();
  expect(limits).toStrictEqual([undefined]);
});

test('a transport that does not keep the limit is not waited for', async () => {
  transport(NO_ONE);
  const began = performance.now();
  await inActivity({ startToCloseTimeoutMs: 200 }, send);
  expect(performance.now() - began).toBeLessThan(5000);
  await expect(
    inActivity({ startToCloseTimeoutMs: 200 }, () =>
      signal({ kind: 'event', source: 'human', sessionId: 'conv-42', raiseOnFailure: true }),
    ),
  ).rejects.toMatchObject({ type: 'Kelet.SIGNAL_UNDELIVERED' });
});
