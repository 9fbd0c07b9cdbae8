import { slot } from 'kelet-core/internal';
import { warnOfScatteredTraces } from './temporal-version';

let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

test.each(['1.17.0', '1.17.2', '1.17.4'])('on %s a worker is told what to do about its traces, once', (version) => {
  for (let n = 0; n < 2; n++) warnOfScatteredTraces({}, version);
  expect(warnings).toEqual([
    expect.stringMatching(`Temporal ${version} mixes up.*1.17.5 or later, or pass reuseV8Context`),
  ]);
});

test('nothing is said where each run has a context of its own', () => {
  warnOfScatteredTraces({ reuseV8Context: false }, '1.17.2');
  expect(warnings).toEqual([]);
});

test.each(['1.16.3', '1.17.5', '1.17.40', '1.24.0', undefined])('nor on %p', (version) => {
  warnOfScatteredTraces({}, version);
  expect(warnings).toEqual([]);
});
