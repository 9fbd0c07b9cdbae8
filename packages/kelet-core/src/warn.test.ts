import { slot } from './slot';
import { warnOnce } from './warn';

let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

test('a warning says who warns', () => {
  warnOnce('key', 'something is not set.');
  expect(warnings).toEqual(['[kelet] something is not set.']);
});

test('the same key warns once, whatever the message', () => {
  warnOnce('key', 'first');
  warnOnce('key', 'second');
  warnOnce('other', 'third');
  expect(warnings).toEqual(['[kelet] first', '[kelet] third']);
});

test('a warning goes to whatever takes warnings at that time', () => {
  const later: string[] = [];
  slot().warn = (message) => later.push(message);
  warnOnce('key', 'late');
  expect([warnings, later]).toEqual([[], ['[kelet] late']]);
});
