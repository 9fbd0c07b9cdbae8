import { span } from '../../../src/span-fixture';
import { buildTree } from '../../../src/tree';
import { visibleRows } from './rows';
import { totalTokens } from './tokens';

const nodesOf = (spans: Parameters<typeof buildTree>[0]) =>
  visibleRows(buildTree(spans), new Set()).map(({ node }) => node);

test('no span that counts tokens, no totals', () => {
  expect(totalTokens(nodesOf([span('a')]))).toBeUndefined();
});

test('what an agent says of its calls is not counted again', () => {
  const spans = [
    span('agent', { inputTokens: 30, outputTokens: 12 }),
    span('tool', { parentSpanId: 'agent' }),
    span('call-1', { parentSpanId: 'agent', inputTokens: 10, outputTokens: 2 }),
    span('call-2', { parentSpanId: 'tool', inputTokens: 20, outputTokens: 10 }),
    span('elsewhere', { inputTokens: 5 }),
  ];
  expect(totalTokens(nodesOf(spans))).toEqual({ input: 35, output: 12 });
});
