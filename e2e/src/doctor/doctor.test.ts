import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testEach } from './look';
import { BROKEN, RIGHT, SLOW } from './rows';

testEach([...RIGHT, ...BROKEN]);

/** By packages that are not installed here: in versions.full. */
const ELSEWHERE = ['otelPackageUnclear', 'temporalMixesTraces'];

test('each finding of docs/doctor.md has a set-up in which it appears', () => {
  const page = readFileSync(join(__dirname, '../../../docs/doctor.md'), 'utf8');
  const codes = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = '']) => code);
  const found = [...BROKEN, ...SLOW].flatMap(({ setup = [], arrived = [], history = [] }) => [
    ...setup,
    ...arrived,
    ...history,
  ]);
  expect(codes.filter((code) => !(found as string[]).includes(code)).sort()).toEqual(ELSEWHERE);
});
