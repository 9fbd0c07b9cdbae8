import { createGate } from './gate';

const FOREVER = Number.POSITIVE_INFINITY;
const limits = (inside: number, waiting = 10) => ({ inside, waiting });

test('lets in as many as the limit, and the next when one leaves, in order', async () => {
  const gate = createGate();
  const order: number[] = [];
  const enter = (n: number) => gate.acquire(limits(2), FOREVER).then((entrance) => entrance === 'in' && order.push(n));
  const entering = [1, 2, 3, 4].map(enter);
  await Promise.all(entering.slice(0, 2));
  expect(order).toEqual([1, 2]);
  gate.release();
  await entering[2];
  expect(order).toEqual([1, 2, 3]);
  gate.release();
  await entering[3];
  expect(order).toEqual([1, 2, 3, 4]);
});

test('a time that is longer than any timer is no limit', async () => {
  const gate = createGate();
  await gate.acquire(limits(1), FOREVER);
  const entered = gate.acquire(limits(1), 2 ** 31);
  await new Promise((resolve) => setTimeout(resolve, 20)); // Node.js fires a timer of that length after 1 ms
  gate.release();
  expect(await entered).toBe('in');
});

test('who waited too long is not let in, and takes no place', async () => {
  const gate = createGate();
  await gate.acquire(limits(1), FOREVER);
  expect(await gate.acquire(limits(1), 5)).toBe('late');
  gate.release();
  expect(await gate.acquire(limits(1), 0)).toBe('in');
});

test('who finds too many waiting is told at once, and the next one is not where one has gone', async () => {
  const gate = createGate();
  await gate.acquire(limits(1, 2), FOREVER);
  const first = gate.acquire(limits(1, 2), 5);
  const second = gate.acquire(limits(1, 2), FOREVER);
  expect(await gate.acquire(limits(1, 2), FOREVER)).toBe('full');
  expect(await first).toBe('late');
  const third = gate.acquire(limits(1, 2), FOREVER);
  gate.release();
  expect(await second).toBe('in');
  gate.release();
  expect(await third).toBe('in');
});

test('where none may wait, who finds no room is told at once', async () => {
  const gate = createGate();
  expect(await gate.acquire(limits(1, 0), FOREVER)).toBe('in');
  expect(await gate.acquire(limits(1, 0), FOREVER)).toBe('full');
});
