import { createWaiting } from './signal-waiting';

let now: number;
const newWaiting = () => createWaiting(() => now);

beforeEach(() => {
  now = 1_700_000_000_000;
});

test('a later signal is told how long an earlier one has waited in vain', () => {
  const waiting = newWaiting();
  expect(waiting.begin()).toBe(0);
  now += 30;
  waiting.end(false);
  now += 1000; // nobody waits
  expect(waiting.begin()).toBe(30);
  now += 5;
  waiting.end(false);
  expect(waiting.begin()).toBe(35);
});

test('what waits at the same time counts once', () => {
  const waiting = newWaiting();
  expect(waiting.begin()).toBe(0);
  now += 40;
  expect(waiting.begin()).toBe(40);
  now += 60;
  waiting.end(false);
  waiting.end(false);
  expect(waiting.begin()).toBe(100);
});

test('an answer makes it forgotten, also for what waits just then', () => {
  const waiting = newWaiting();
  waiting.begin();
  waiting.begin();
  now += 90;
  waiting.end(true);
  now += 20;
  expect(waiting.begin()).toBe(20);
  waiting.end(false);
  waiting.end(false);
  expect(waiting.begin()).toBe(20);
});

test('an answer makes forgotten what earlier ones have waited', () => {
  const waiting = newWaiting();
  waiting.begin();
  now += 50;
  waiting.end(false);
  waiting.begin();
  waiting.end(true);
  expect([waiting.inVainMs(), waiting.begin()]).toEqual([0, 0]);
});

test('says when the last one ended', () => {
  const waiting = newWaiting();
  waiting.begin();
  now += 7;
  waiting.end(false);
  now += 100;
  expect(waiting.endedAt()).toBe(now - 100);
});
