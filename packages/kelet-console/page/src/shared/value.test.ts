import { count, size, valueText } from './value';

test.each([
  ['text', 'text'],
  [['a', 1], '["a",1]'],
  [['a'.repeat(60)], `[\n  "${'a'.repeat(60)}"\n]`],
  [null, 'null'],
  [undefined, 'undefined'],
  [false, 'false'],
])('%j is shown as %j', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test('a size counts bytes, not letters', () => {
  expect(size('ü')).toBe('2 B');
  expect(size('x'.repeat(100_000))).toBe('100 kB');
  expect(size('x'.repeat(2_500_000))).toBe('2.5 MB');
});

test('thousands stand apart', () => {
  expect([0, 999, 1_000, 1_234_567].map(count)).toEqual(['0', '999', '1\u2009000', '1\u2009234\u2009567']);
});
