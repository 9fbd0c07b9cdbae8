import { axisOf } from './axis';
import { niceStep, ticksOf } from './ticks';

test.each([
  [0, 1],
  [Number.NaN, 1],
  [3, 5],
  [12, 20],
  [210, 500],
  [501, 1_000],
  [7_000, 10_000],
  [50_000, 60_000],
  [90_000_000, 172_800_000],
])('a step of at least %d ms is one of %d ms', (ms, step) => {
  expect(niceStep(ms)).toBe(step);
});

test('ticks are at round times', () => {
  const ticks = ticksOf(axisOf([{ start: 17, end: 1_017 }]), 5);
  expect(ticks.map(({ at, label }) => [at, label])).toEqual([
    [0, '0'],
    [0.2, '+200 ms'],
    [0.4, '+400 ms'],
    [0.6, '+600 ms'],
    [0.8, '+800 ms'],
  ]);
});

test('after a gap a tick says what time it was', () => {
  const ticks = ticksOf(
    axisOf([
      { start: 0, end: 1_000 },
      { start: 7_200_000, end: 7_201_000 },
    ]),
    4,
  );
  const after = ticks.find(({ afterGap }) => afterGap);
  expect(after?.label).toMatch(/^\d\d:\d\d:\d\d$/);
});

test('however many parts there are, no tick stands upon another', () => {
  const axis = axisOf(Array.from({ length: 300 }, (_, i) => ({ start: i * 60_000, end: i * 60_000 + 5 })));
  const ticks = ticksOf(axis, 6);
  for (const [i, tick] of ticks.entries()) expect(tick.at - (ticks[i - 1]?.at ?? -1)).toBeGreaterThan(0.1);
});
