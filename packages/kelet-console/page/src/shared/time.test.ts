import { duration, exactTime, relativeTime } from './time';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test.each([
  [0, 'just now'],
  [4_999, 'just now'],
  [59_000, '59 s ago'],
  [61_000, '1 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [50 * 3_600_000, '2 d ago'],
])('%d ms ago is %j', (ago, text) => {
  expect(relativeTime(NOW - ago, NOW)).toBe(text);
});

test('a time that lies ahead is named exactly', () => {
  expect(relativeTime(NOW + 60_000, NOW)).toBe(exactTime(NOW + 60_000));
});

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [Number.NaN, '0 ms'],
  [0.25, '0.3 ms'],
  [12.4, '12 ms'],
  [999.7, '1 s'],
  [1_234, '1.23 s'],
  [59_940, '59.9 s'],
  [59_990, '1 min'],
  [75_000, '1 min 15 s'],
  [3_599_900, '1 h'],
  [5_400_000, '1 h 30 min'],
  [86_400_000, '1 d'],
  [100 * 3_600_000, '4 d 4 h'],
])('%d ms last %j', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('%d is no time', (at) => {
  expect(exactTime(at)).toBe('unknown time');
});

test('an exact time has its milliseconds', () => {
  expect(exactTime(NOW + 7)).toMatch(/^2026-\d\d-\d\d \d\d:\d\d:\d\d\.007$/);
});
