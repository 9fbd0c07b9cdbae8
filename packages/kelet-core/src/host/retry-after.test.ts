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
