import { span } from '../../../src/span-fixture';
import { buildTree } from '../../../src/tree';
import { signal } from './signal-fixture';
import { placeSignals } from './signal-places';

const nodes = buildTree([span('a'), span('b', { traceId: 'other' })]);

test('a signal is at the span that it judges, with its trace or without', () => {
  const places = placeSignals(
    [signal(1, { traceId: 't', spanId: 'a' }), signal(2, { spanId: 'a' }), signal(3, { spanId: 'b' })],
    nodes,
  );
  expect(places.bySpan.get('t/a')?.map(({ id }) => id)).toEqual([1, 2]);
  expect(places.bySpan.get('other/b')?.map(({ id }) => id)).toEqual([3]);
  expect(places.bySession).toEqual([]);
});

test('a signal about no span, or about one that is not there, is of the session', () => {
  const signals = [
    signal(1),
    signal(2, { traceId: 't' }),
    signal(3, { spanId: 'gone' }),
    signal(4, { traceId: 'other', spanId: 'a' }),
  ];
  const places = placeSignals(signals, nodes);
  expect(places.bySpan.size).toBe(0);
  expect(places.bySession).toEqual(signals);
});
