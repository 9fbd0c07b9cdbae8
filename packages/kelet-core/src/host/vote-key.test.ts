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
  for (const key of [7, '', 'x'.repeat(257)]) expect(voteKey({ ...body, metadata: { vote_key: key } })).toBeUndefined();
});

test('it is SHA-256 of the project and the body in canonical JSON', () => {
  const canonical =
    '{"kind":"feedback","metadata":{"page":{"x":"ü","y":[2,null]},"vote_key":"vote:message-7"},"score":1,' +
    '"session_id":"conv-42","source":"human","trace_id":"0af7651916cd43dd8448eb211c80319c"}';
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(voteKey(vote, 'my-agent')).toBe(sha256(`["my-agent",${canonical}]`));
  expect(voteKey(vote)).toBe(sha256(`[null,${canonical}]`));
});

test('the order of fields does not matter, and each of them counts', () => {
  const { metadata, ...rest } = vote;
  const page = { x: 'ü', y: [2, null] };
  expect(voteKey({ metadata: { page, vote_key: 'vote:message-7' }, ...rest })).toBe(voteKey(vote));
  const changed: SignalBody[] = [
    { ...vote, session_id: 'conv-43' },
    { ...vote, trace_id: 'f'.repeat(32) },
    { ...vote, score: 0 },
    { ...vote, source: 'label' },
    { ...vote, timestamp: '2026-01-02T03:04:05.000Z' },
    { ...vote, metadata: { ...metadata, vote_key: 'vote:message-8' } },
    { ...vote, metadata: { ...metadata, page: { x: 'ü', y: [null, 2] } } },
  ];
  expect(new Set([vote, ...changed].map((body) => voteKey(body))).size).toBe(8);
});

test('metadata that are deeper than the stack have one, too', () => {
  let deep: object = {};
  for (let depth = 0; depth < 3_000; depth++) deep = { deep };
  const body = { ...vote, metadata: { vote_key: 'v', deep } };
  expect(voteKey(body)).toMatch(/^[0-9a-f]{64}$/);
  expect(voteKey(body)).toBe(voteKey(body));
});
