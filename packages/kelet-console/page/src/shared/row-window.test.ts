import { rowWindow, scrollTopFor } from './row-window';

test('at the top, the rows that are seen and some below', () => {
  expect(rowWindow({ scrollTop: 0, height: 100 }, 20, 5_000)).toEqual({ first: 0, last: 13 });
});

test('in the middle, the rows that are seen and some on both sides', () => {
  expect(rowWindow({ scrollTop: 50_000, height: 100 }, 20, 5_000)).toEqual({ first: 2_492, last: 2_513 });
});

test('never more than there are, also where the list became shorter', () => {
  expect(rowWindow({ scrollTop: 90_000, height: 100 }, 20, 3)).toEqual({ first: 3, last: 3 });
  expect(rowWindow({ scrollTop: 0, height: 100 }, 20, 0)).toEqual({ first: 0, last: 0 });
});

test('a list that bounces beyond its top shows its first rows', () => {
  expect(rowWindow({ scrollTop: -80, height: 100 }, 20, 50)).toEqual({ first: 0, last: 13 });
});

test('a row that is seen needs no scrolling, and another the least', () => {
  const viewport = { scrollTop: 200, height: 100 };
  expect(scrollTopFor(12, viewport, 20)).toBe(200);
  expect(scrollTopFor(3, viewport, 20)).toBe(60);
  expect(scrollTopFor(15, viewport, 20)).toBe(220);
});
