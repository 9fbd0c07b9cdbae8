import { setTimeout as sleep } from 'node:timers/promises';
import { flushWithin } from './flush';

const never = () => new Promise<never>(() => {});
let warnings: string[];

beforeEach(() => {
  warnings = [];
});

const warn = (message: string) => warnings.push(message);

test('a flush that ends in time ends in silence', async () => {
  let flushed = false;
  const flush = async () => {
    await sleep(20);
    flushed = true;
  };
  await flushWithin(60_000, 'Spans', flush, warn);
  expect([flushed, warnings]).toEqual([true, []]);
});

test('a flush that hangs is left behind, with a warning that names the limit', async () => {
  await flushWithin(5, 'Spans', never, warn);
  expect(warnings).toEqual(['[kelet] Spans were not flushed within 5 ms; the worker stops without them.']);
}, 9_000);

test.each([
  ['rejects', () => Promise.reject(new Error('no route'))],
  [
    'throws',
    () => {
      throw new Error('no route');
    },
  ],
])('a flush that %s is a warning, and no error', async (_, flush) => {
  await expect(flushWithin(60_000, 'Spans', flush, warn)).resolves.toBeUndefined();
  expect(warnings).toEqual(['[kelet] Spans could not be flushed: no route']);
});

test('a reason that is no error is shown as it is', async () => {
  await flushWithin(60_000, 'Spans', () => Promise.reject('closed'), warn);
  expect(warnings).toEqual(['[kelet] Spans could not be flushed: closed']);
});

describe('its timer', () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

  test('holds the process until the flush is over', async () => {
    const before = timers();
    const flushed = flushWithin(50, 'Spans', never, warn);
    expect(timers()).toBe(before + 1);
    await flushed;
  });

  test('is cleared when the flush has ended', async () => {
    const cleared: unknown[] = [];
    const original = globalThis.clearTimeout;
    globalThis.clearTimeout = (timer) => {
      cleared.push(timer);
      original(timer);
    };
    try {
      await flushWithin(60_000, 'Spans', () => Promise.resolve(), warn);
    } finally {
      globalThis.clearTimeout = original;
    }
    expect(cleared).toHaveLength(1);
    expect(cleared[0]).toMatchObject({ hasRef: expect.any(Function) });
  });
});
