import { axisOf } from './axis';

test('what happened without a pause is spread evenly', () => {
  const axis = axisOf([
    { start: 1_000, end: 1_400 },
    { start: 1_100, end: 2_000 },
  ]);
  expect(axis.segments).toEqual([{ start: 1_000, end: 2_000, from: 0, to: 1 }]);
  expect([900, 1_000, 1_250, 2_000, 9_000].map(axis.position)).toEqual([0, 0, 0.25, 1, 1]);
});

test('a short pause stays', () => {
  const axis = axisOf([
    { start: 0, end: 100 },
    { start: 900, end: 1_000 },
  ]);
  expect(axis.segments).toHaveLength(1);
  expect(axis.position(500)).toBe(0.5);
});

test('a day between two turns takes next to nothing', () => {
  const DAY = 86_400_000;
  const axis = axisOf([
    { start: 0, end: 2_000 },
    { start: DAY, end: DAY + 2_000 },
  ]);
  expect(axis.segments).toHaveLength(2);
  expect(axis.position(1_000)).toBeCloseTo(0.24375, 5);
  expect(axis.position(DAY)).toBeCloseTo(0.5125, 5);
  expect(axis.position(DAY + 2_000)).toBeCloseTo(1, 5);
});

test('time never runs backwards', () => {
  const axis = axisOf(Array.from({ length: 400 }, (_, i) => ({ start: i * 50_000, end: i * 50_000 + 10 })));
  const positions = Array.from({ length: 5_000 }, (_, i) => axis.position(i * 4_000));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(positions.at(-1)).toBeLessThanOrEqual(1.000001);
});

test('a moment, and no time at all, have an axis too', () => {
  expect(axisOf([{ start: 5, end: 5 }]).position(5)).toBe(0);
  expect(axisOf([]).segments).toHaveLength(1);
});
