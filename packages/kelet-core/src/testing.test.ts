import { agenticSession } from './context';
import { configure } from './host/node';
import { signal } from './signal';
import { expectSignal, inMemoryTransport } from './testing';

const transport = inMemoryTransport();

beforeEach(() => {
  transport.clear();
  configure({ apiKey: 'key', project: 'shop', signals: { transport } });
});

const thumbsUp = () =>
  agenticSession({ sessionId: 'conv-42' }, () =>
    signal({ kind: 'feedback', source: 'human', triggerName: 'thumbs-up', score: 1, metadata: { page: 3 } }),
  );

test('a signal is kept as it was given, with the ids of where it was sent', async () => {
  await thumbsUp();
  expect(transport.signals).toEqual([
    {
      sessionId: 'conv-42',
      kind: 'feedback',
      source: 'human',
      triggerName: 'thumbs-up',
      score: 1,
      metadata: { page: 3 },
    },
  ]);
});

test('one is found by any of its values', async () => {
  await thumbsUp();
  for (const expected of [{}, { sessionId: 'conv-42' }, { score: 1, metadata: { page: 3 } }]) {
    expect(expectSignal(transport, expected)).toBe(transport.signals[0]);
  }
  expect(transport.find({ score: 0 })).toEqual([]);
});

test('where there is none, the error says what there was', async () => {
  expect(() => expectSignal(transport, { score: 0 })).toThrow('No signal was sent with {"score":0}. Sent was: nothing');
  await thumbsUp();
  expect(() => expectSignal(transport, { score: 0 })).toThrow(/Sent was:\n {2}\{"sessionId":"conv-42"/);
});

test('clear() forgets', async () => {
  await thumbsUp();
  transport.clear();
  expect(transport.signals).toEqual([]);
});
