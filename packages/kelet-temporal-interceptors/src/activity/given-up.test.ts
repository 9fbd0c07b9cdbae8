import { noteGivenUp } from './given-up';

test('a signal is given up for the first time once, and those of other runs and activities are others', () => {
  expect(noteGivenUp('run-1', '1')).toBe(true);
  expect(noteGivenUp('run-1', '1')).toBe(false);
  expect(noteGivenUp('run-1', '2')).toBe(true);
  expect(noteGivenUp('run-2', '1')).toBe(true);
  expect(noteGivenUp('run-2', '1')).toBe(false);
});

test('what is remembered is bounded: the oldest go', () => {
  for (let index = 0; index < 25_000; index++) expect(noteGivenUp('run', String(index))).toBe(true);
  expect(noteGivenUp('run', '24999')).toBe(false);
  expect(noteGivenUp('run', '0')).toBe(true);
});
