import { temporalLink } from './temporal-link';

const info = {
  version: '1',
  url: 'http://localhost:4390',
  temporalUi: 'http://localhost:8233',
  namespace: 'default',
  evicted: 0,
};

test('a run has a page of its own', () => {
  expect(temporalLink(info, 'wf/1', 'run-1')).toBe('http://localhost:8233/namespaces/default/workflows/wf%2F1/run-1');
});

test('without a run it is the page of the workflow', () => {
  expect(temporalLink(info, 'wf-1', null)).toBe('http://localhost:8233/namespaces/default/workflows/wf-1/');
});

test.each([null, '', 'javascript:alert(1)//', 'localhost:8233'])('%j is no place to link to', (temporalUi) => {
  expect(temporalLink({ ...info, temporalUi }, 'wf-1', null)).toBeUndefined();
});

test('no workflow, or no answer yet, has no link', () => {
  expect(temporalLink(info, null, null)).toBeUndefined();
  expect(temporalLink(undefined, 'wf-1', null)).toBeUndefined();
});
