import { createRefresher } from './refresher';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('many requests in a moment are one reading', async () => {
  const read = jest.fn(async () => {});
  const refresher = createRefresher(read, 100);
  await jest.advanceTimersByTimeAsync(0);
  for (let i = 0; i < 50; i++) refresher.request();
  await jest.advanceTimersByTimeAsync(100);
  expect(read).toHaveBeenCalledTimes(2);
  refresher.stop();
});

test('what changes during a reading is read after it', async () => {
  const finish: (() => void)[] = [];
  const read = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const refresher = createRefresher(read, 100);
  refresher.request();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(read).toHaveBeenCalledTimes(1);
  finish[0]?.();
  await jest.advanceTimersByTimeAsync(100);
  expect(read).toHaveBeenCalledTimes(2);
  refresher.stop();
});

test('nothing is read once it was stopped', async () => {
  const read = jest.fn(async () => {});
  const refresher = createRefresher(read, 100);
  await jest.advanceTimersByTimeAsync(0);
  refresher.request();
  refresher.stop();
  refresher.request();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(read).toHaveBeenCalledTimes(1);
});
