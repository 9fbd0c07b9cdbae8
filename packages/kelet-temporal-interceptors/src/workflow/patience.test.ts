import { createPatience } from './patience';

let now: number;
const patienceOf = (limitMs: number) => createPatience(limitMs, () => now);

beforeEach(() => {
  now = 1_700_000_000_000;
});

test('the first signal may wait for all of it, and a later one for what is left', () => {
  const patience = patienceOf(100);
  expect(patience.begin()).toBe(100);
  now += 30;
  patience.end(false);
  now += 1000; // nobody waits
  expect(patience.begin()).toBe(70);
});

test('what waits at the same time counts once, and ends together', () => {
  const patience = patienceOf(100);
  expect(patience.begin()).toBe(100);
  now += 40;
  expect(patience.begin()).toBe(60);
  now += 60;
  patience.end(false);
  patience.end(false);
  expect(patience.begin()).toBe(0);
});

test('one that the API answered gives all of it again, also to what waits just then', () => {
  const patience = patienceOf(100);
  patience.begin();
  patience.begin();
  now += 90;
  patience.end(true);
  now += 20;
  expect(patience.begin()).toBe(80);
  patience.end(false);
  patience.end(false);
  expect(patience.begin()).toBe(80);
});

test('is never less than nothing', () => {
  const patience = patienceOf(100);
  patience.begin();
  now += 500;
  patience.end(false);
  expect(patience.begin()).toBe(0);
});
