import { createGate } from './gate';

const FOREVER = Number.POSITIVE_INFINITY;

test('lets in as many as the limit, and the next when one leaves, in order', async () => {
  const gate = createGate();
  const order: number[] = [];
  const enter = (n: number) => gate.enter(2, FOREVER).then((room) => room && order.push(n));
  const entering = [1, 2, 3, 4].map(enter);
  await Promise.all(entering.slice(0, 2));
  expect(order).toEqual([1, 2]);
  gate.leave();
  await entering[2];
  expect(order).toEqual([1, 2, 3]);
  gate.leave();
  await entering[3];
  expect(order).toEqual([1, 2, 3, 4]);
});

test('a time that is longer than any timer is no limit', async () => {
  const gate = createGate();
  await gate.enter(1, FOREVER);
  const entered = gate.enter(1, 2 ** 31);
  await new Promise((resolve) => setTimeout(resolve, 20)); // Node.js fires a timer of that length after 1 ms
  gate.leave();
  expect(await entered).toBe(true);
});

test('who waited too long is not let in, and takes no place', async () => {
  const gate = createGate();
  await gate.enter(1, FOREVER);
  expect(await gate.enter(1, 5)).toBe(false);
  gate.leave();
  expect(await gate.enter(1, 0)).toBe(true);
});
