import { span } from './span-fixture';
import { buildTree, type TreeNode } from './tree';

/** As nested names: a span that has not arrived has a question mark. */
function outline(nodes: readonly TreeNode[]): unknown[] {
  return nodes.map(({ span, spanId, children }) => {
    const name = span === undefined ? `${spanId}?` : spanId;
    return children.length === 0 ? name : { [name]: outline(children) };
  });
}

test('children are below their parents, by start, in whatever order they arrived', () => {
  const spans = [
    span('late', { parentSpanId: 'root', start: 5 }),
    span('leaf', { parentSpanId: 'late', start: 6 }),
    span('early', { parentSpanId: 'root', start: 2 }),
    span('root', { start: 1 }),
  ];
  expect(outline(buildTree(spans))).toEqual([{ root: ['early', { late: ['leaf'] }] }]);
});

test('traces stand beside each other, by start, also where their spans have the same ids', () => {
  const spans = [
    span('a', { traceId: 'second', start: 9 }),
    span('b', { traceId: 'second', parentSpanId: 'a', start: 10 }),
    span('a', { traceId: 'first', start: 1 }),
  ];
  expect(buildTree(spans).map(({ traceId }) => traceId)).toEqual(['first', 'second']);
  expect(outline(buildTree(spans))).toEqual(['a', { a: ['b'] }]);
});

test('children of a parent that has not arrived share one place for it, as long as they last', () => {
  const [place, ...others] = buildTree([
    span('b', { parentSpanId: 'open', start: 20, end: 30 }),
    span('a', { parentSpanId: 'open', start: 10, end: 45 }),
  ]);
  expect(others).toEqual([]);
  expect(outline(place ? [place] : [])).toEqual([{ 'open?': ['a', 'b'] }]);
  expect(place).toMatchObject({ start: 10, end: 45, key: 't/open' });
});

test('two parents that have not arrived have two places, among the roots by start', () => {
  const spans = [
    span('a', { parentSpanId: 'x', start: 1 }),
    span('root', { start: 2 }),
    span('b', { parentSpanId: 'y', start: 3 }),
  ];
  expect(outline(buildTree(spans))).toEqual([{ 'x?': ['a'] }, 'root', { 'y?': ['b'] }]);
});

test('of spans with the same ids one is shown, the earliest', () => {
  const [root, ...others] = buildTree([span('a', { start: 2, name: 'copy' }), span('a', { start: 1, name: 'first' })]);
  expect(others).toEqual([]);
  expect(root?.span?.name).toBe('first');
});

test('a span that is its own parent is a root', () => {
  expect(outline(buildTree([span('a', { parentSpanId: 'a' })]))).toEqual(['a']);
});

test('of spans in a circle all are shown, below the earliest', () => {
  const spans = [
    span('a', { parentSpanId: 'c', start: 1 }),
    span('b', { parentSpanId: 'a', start: 2 }),
    span('c', { parentSpanId: 'b', start: 3 }),
    span('leaf', { parentSpanId: 'c', start: 4 }),
  ];
  expect(outline(buildTree(spans))).toEqual([{ a: [{ b: [{ c: ['leaf'] }] }] }]);
});

test('a chain of 5,000 spans is no trouble', () => {
  const spans = Array.from({ length: 5_000 }, (_, i) =>
    span(String(i), { start: i, ...(i > 0 && { parentSpanId: String(i - 1) }) }),
  );
  expect(buildTree(spans)).toHaveLength(1);
});

test('an end before its start ends at it', () => {
  expect(buildTree([span('a', { start: 10, end: 4 })])[0]).toMatchObject({ start: 10, end: 10 });
});
