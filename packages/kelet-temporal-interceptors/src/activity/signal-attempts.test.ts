import { configure, KeletError } from 'kelet-core';
import { type DeliveryFailure, slot } from 'kelet-core/internal';
import { createAttempts } from './signal-attempts';
import type { Repetition } from './signal-retries';

const first: Repetition = { attempt: 1, policyMs: 1000, after: () => true, isLast: false, isOnly: false };
const last: Repetition = { ...first, after: () => false };
const failing = (code: 'SIGNAL_UNDELIVERED' | 'SIGNAL_REJECTED', retryAfterMs?: number): DeliveryFailure => ({
  error: new KeletError(code, 'The API said no.', retryAfterMs === undefined ? {} : { retryAfterMs }),
  cause: 'said no',
});

beforeEach(() => {
  delete slot().signalBreakers;
});

/** An attempt that is on its way until it is let go. */
function held() {
  let end = () => {};
  const sending = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  return { send: () => sending, end };
}

test('one that succeeds has no outcome, and one that fails says why, and how long the API asked to wait', async () => {
  const attempt = createAttempts();
  expect(await attempt(async () => undefined, first)).toBeUndefined();
  const failure = failing('SIGNAL_UNDELIVERED', 7000);
  expect(await attempt(async () => failure, first)).toEqual({ ...failure, delayMs: 7000 });
});

test('beyond a quarter of the slots, one is held back at once, for less than the policy says, and later let in', async () => {
  const attempt = createAttempts(8);
  const { send, end } = held();
  const two = [attempt(send, first), attempt(send, first)];
  const third = await attempt(send, first);
  expect(third).toMatchObject({ cause: 'busy', error: { code: 'SIGNAL_UNDELIVERED' } });
  expect(third?.delayMs).toBeGreaterThanOrEqual(50);
  expect(third?.delayMs).toBeLessThanOrEqual(100);
  end();
  expect(await Promise.all(two)).toEqual([undefined, undefined]);
  expect(await attempt(async () => undefined, first)).toBeUndefined();
});

test('one that is held back often waits longer, and never longer than the policy says', async () => {
  const attempt = createAttempts(1);
  const { send, end } = held();
  const one = attempt(send, first);
  const delayMs = async (number: number) => (await attempt(send, { ...first, attempt: number }))?.delayMs ?? 0;
  expect(await delayMs(3)).toBeGreaterThanOrEqual(200);
  expect(await delayMs(30)).toBeLessThanOrEqual(1000);
  end();
  await one;
});

describe('while the API is down', () => {
  /** Lets so many attempts fail one after the other that the process knows it. */
  async function goDown(attempt: ReturnType<typeof createAttempts>): Promise<void> {
    for (let failures = 0; failures < 5; failures++) await attempt(async () => failing('SIGNAL_UNDELIVERED'), first);
  }

  test('one probes it, and the others are held back for about as long as the policy says', async () => {
    const attempt = createAttempts();
    await goDown(attempt);
    const { send, end } = held();
    const probe = attempt(send, first);
    const sent = jest.fn(async () => undefined);
    const second = await attempt(sent, first);
    expect(second).toMatchObject({ cause: 'down' });
    expect(second?.delayMs).toBeGreaterThanOrEqual(500);
    expect(second?.delayMs).toBeLessThanOrEqual(1000);
    expect(sent).not.toHaveBeenCalled();
    end();
    await probe;
    await attempt(sent, first);
    expect(sent).toHaveBeenCalledTimes(1);
  });

  test('the last attempt of a signal goes out all the same', async () => {
    const attempt = createAttempts();
    await goDown(attempt);
    const { send, end } = held();
    const probe = attempt(send, first);
    const sent = jest.fn(async () => undefined);
    expect(await attempt(sent, last)).toBeUndefined();
    expect(sent).toHaveBeenCalledTimes(1);
    end();
    await probe;
  });
});

test.each([
  ['another', { apiUrl: 'http://127.0.0.1:2' }],
  ['the same', {}],
])('an API that is down for one project holds back no signal of another project, at %s API', async (_, b) => {
  configure({ apiUrl: 'http://127.0.0.1:1', apiKey: 'key', projects: { a: {}, b } });
  const attempt = createAttempts();
  const { send, end } = held();
  for (let failures = 0; failures < 5; failures++) await attempt(async () => failing('SIGNAL_UNDELIVERED'), first, 'a');
  const probe = attempt(send, first, 'a');
  const sent = jest.fn(async () => undefined);
  expect(await attempt(sent, first, 'a')).toMatchObject({ cause: 'down' });
  expect(await attempt(sent, first, 'b')).toBeUndefined();
  expect(sent).toHaveBeenCalledTimes(1);
  end();
  await probe;
});

test('an API that refuses signals is not down', async () => {
  const attempt = createAttempts();
  const sent = jest.fn(async () => failing('SIGNAL_REJECTED'));
  for (let refusals = 0; refusals < 10; refusals++) await attempt(sent, first);
  expect(sent).toHaveBeenCalledTimes(10);
});
