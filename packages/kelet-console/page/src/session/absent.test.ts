import { span } from '../../../src/span-fixture';
import { buildTree } from '../../../src/tree';
import { workflowBelow } from './absent';

const below = (...given: Parameters<typeof span>[1][]) => {
  const [place] = buildTree(given.map((fields, i) => span(String(i), { parentSpanId: 'open', ...fields })));
  if (place === undefined) throw new Error('There is a place for the parent.');
  return workflowBelow(place);
};

test('the run of the children is that of the parent', () => {
  expect(below({ workflowId: 'w', runId: 'r' }, { workflowId: 'w', runId: 'r' }, {})).toEqual({
    workflowId: 'w',
    runId: 'r',
  });
});

test('children of several runs name the workflow, and of several workflows nothing', () => {
  expect(below({ workflowId: 'w', runId: 'r' }, { workflowId: 'w', runId: 'q' })).toEqual({
    workflowId: 'w',
    runId: null,
  });
  expect(below({ workflowId: 'w' }, { workflowId: 'v' })).toBeUndefined();
  expect(below({})).toBeUndefined();
});
