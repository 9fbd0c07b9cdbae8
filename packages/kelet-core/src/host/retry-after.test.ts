import { retryAfterMs } from './retry-after';

test.each([
  ['3', 3000],
  [' 0 ', 0],
  [null, 0],
  ['', 0],
  ['soon', 0],
  ['-5', 0],
  ['-40', 0],
  ['40.5', 0],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
])('%j is a wait of %i ms', (header, ms) => {
  expect(retryAfterMs(header)).toBe(ms);
});

test('a date is a wait until then', () => {
  const ms = retryAfterMs(new Date(Date.now() + 60_000).toUTCString());
  expect(ms).toBeGreaterThan(58_000);
  expect(ms).toBeLessThanOrEqual(60_000);
});

test('a date is one of the API, whose clock its answer tells, where this one is wrong', () => {
  const sentAt = 'Wed, 21 Oct 2015 07:27:30 GMT';
  expect(retryAfterMs('Wed, 21 Oct 2015 07:28:00 GMT', sentAt)).toBe(30_000);
  expect(retryAfterMs('Wed, 21 Oct 2015 07:27:00 GMT', sentAt)).toBe(0);
  expect(retryAfterMs('5', sentAt)).toBe(5_000);
});
