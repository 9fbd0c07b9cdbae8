import { span } from '../../../src/span-fixture';
import { buildTree } from '../../../src/tree';
import { revealed, rowOf, visibleRows } from './rows';

const roots = buildTree([
  span('root', { start: 1 }),
  span('a', { parentSpanId: 'root', start: 2 }),
  span('b', { parentSpanId: 'a', start: 3 }),
  span('c', { parentSpanId: 'root', start: 4 }),
]);
const shown = (collapsed: ReadonlySet<string>) =>
  visibleRows(roots, collapsed).map(({ node, depth }) => `${'-'.repeat(depth)}${node.spanId}`);

test('every span, each below its parent', () => {
  expect(shown(new Set())).toEqual(['root', '-a', '--b', '-c']);
});

test('a collapsed span hides what is below it', () => {
  expect(shown(new Set(['t/a']))).toEqual(['root', '-a', '-c']);
  expect(shown(new Set(['t/root', 't/a']))).toEqual(['root']);
});

test('a span is revealed by opening those above it, and no others', () => {
  const b = visibleRows(roots, new Set()).find(({ node }) => node.spanId === 'b')?.node;
  if (b === undefined) throw new Error('b is in the tree.');
  expect(revealed(new Set(['t/root', 't/a', 't/c']), b)).toEqual(new Set(['t/c']));
  const others = new Set(['t/c']);
  expect(revealed(others, b)).toBe(others);
});

test('a hidden span has the row of the one that hides it', () => {
  const all = visibleRows(roots, new Set());
  const b = all[2]?.node;
  expect(rowOf(all, b)).toBe(2);
  expect(rowOf(visibleRows(roots, new Set(['t/a'])), b)).toBe(1);
  expect(rowOf(visibleRows(roots, new Set(['t/root'])), b)).toBe(0);
  expect(rowOf(all, undefined)).toBe(0);
});
