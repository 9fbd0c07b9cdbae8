import { span } from '../../../src/span-fixture';
import { buildTree } from '../../../src/tree';
import { matchesText, nextMatch } from './find';

const nodes = buildTree([
  span('a', { start: 1, name: 'RunActivity:Search' }),
  span('b', { start: 2, model: 'gpt-x' }),
  span('c', { start: 3, name: 'search again' }),
]);
const find = (from: string | undefined, text: string) => nextMatch(nodes, from, matchesText(text))?.spanId;

test('the search goes on after the active span, and around', () => {
  expect([find(undefined, 'SEARCH'), find('t/a', 'search'), find('t/c', 'search')]).toEqual(['a', 'c', 'a']);
});

test('one that matches alone is found from itself', () => {
  expect(find('t/b', 'gpt')).toBe('b');
});

test('nothing matches an empty text', () => {
  expect(find(undefined, '  ')).toBeUndefined();
});
