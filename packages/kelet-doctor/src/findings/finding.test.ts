import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finding, worstFirst } from './finding';
import { TEXTS } from './texts';

const codes = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

test('errors come first, and what explains more before what explains less', () => {
  const given = [finding('clockOff', []), finding('spansWithoutSession', []), finding('pluginOnClientOnly', [])];
  expect(worstFirst(given).map(({ code }) => code)).toEqual(['pluginOnClientOnly', 'spansWithoutSession', 'clockOff']);
  const warnedFirst = [finding('coreCopies', []), finding('keyRefused', [])];
  expect(worstFirst(warnedFirst).map(({ code }) => code)).toEqual(['keyRefused', 'coreCopies']);
});

test.each(codes)('%s is a sentence, with a reason and a fix', (code) => {
  const { what, why, fix } = TEXTS[code];
  expect(what).toMatch(/^\w.*\.$/s);
  expect(why).toMatch(/^[A-Z].*\.$/s);
  expect(fix).not.toBe('');
});

test('docs/doctor.md has each finding, in its words, and no other', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/doctor.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (error|warning) \| (.*?) \|/gm)].map(([, ...cells]) => cells);
  const expected = codes.map((code) => [code, TEXTS[code].severity, TEXTS[code].what]);
  expect(rows.sort()).toEqual(expected.sort());
});
