import { createHash } from 'node:crypto';
import type { SignalBody } from '../signal-types';
import { voteKey } from './vote-key';

const vote: SignalBody = {
  session_id: 'conv-42',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  kind: 'feedback',
  source: 'human',
  score: 1,
  metadata: { vote_key: 'vote:message-7', page: { y: [2, null], x: 'ü' } },
};

test('a signal without a key has none', () => {
  const { metadata: _, ...body } = vote;
  expect(voteKey(body)).toBeUndefined();
  expect(voteKey({ ...body, metadata: { vote_key: 7 } })).toBeUndefined();
});

test('it is SHA-256 of the body in canonical JSON, without the trace', () => {
  const canonical =
    '{"kind":"feedback","metadata":{"page":{"x":"ü","y":[2,null]},"vote_key":"vote:message-7"},"score":1,' +
    '"session_id":"conv-42","source":"human"}';
  expect(voteKey(vote)).toBe(createHash('sha256').update(canonical).digest('hex'));
  expect(voteKey({ ...vote, trace_id: 'f'.repeat(32) })).toBe(voteKey(vote));
});

test('the order of fields does not matter, and each of them counts', () => {
  const { metadata, ...rest } = vote;
  const page = { x: 'ü', y: [2, null] };
  expect(voteKey({ metadata: { page, vote_key: 'vote:message-7' }, ...rest })).toBe(voteKey(vote));
  const changed: SignalBody[] = [
    { ...vote, session_id: 'conv-43' },
    { ...vote, score: 0 },
    { ...vote, source: 'label' },
    { ...vote, timestamp: '2026-01-02T03:04:05.000Z' },
    { ...vote, metadata: { ...metadata, vote_key: 'vote:message-8' } },
    { ...vote, metadata: { ...metadata, page: { x: 'ü', y: [null, 2] } } },
  ];
  expect(new Set([vote, ...changed].map(voteKey)).size).toBe(7);
});

test('where there is no session, the trace is what was judged', () => {
  const { session_id: _, ...body } = vote;
  expect(voteKey(body)).not.toBe(voteKey({ ...body, trace_id: 'f'.repeat(32) }));
});
