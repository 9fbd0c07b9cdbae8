import { feedbackBody, feedbackCode } from './feedback';

const span = { traceId: '0af7', spanId: 'b7ad' };

test('a thumb on a session', () => {
  const judged = { sessionId: 'conv-42' };
  expect(feedbackBody(judged, 1)).toEqual({
    session_id: 'conv-42',
    kind: 'feedback',
    source: 'human',
    trigger_name: 'console',
    score: 1,
    metadata: { vote_key: 'console' },
  });
  expect(feedbackCode(judged, 1)).toContain(
    "await agenticSession({ sessionId: 'conv-42' }, () =>\n  signal({ kind: 'feedback', source: 'human', triggerName: 'console', score: 1, key: 'console' }),\n);",
  );
});

test('a thumb on a span', () => {
  const judged = { sessionId: 'conv-42', span };
  expect(feedbackBody(judged, 0)).toMatchObject({
    trace_id: '0af7',
    score: 0,
    metadata: { span_id: 'b7ad', vote_key: 'console:b7ad' },
  });
  expect(feedbackCode(judged, 0)).toMatch(
    /score: 0,\s+key: 'console:b7ad',\s+traceId: '0af7',\s+metadata: { span_id: 'b7ad' },\s/,
  );
});

test.each(["it's", '"', '\\"', "\\'", 'a\nb', '\u0000', '\u2028'])(
  'an id such as %j stays itself in the code',
  (id) => {
    const literal = /sessionId: ('.*') }, \(\) =>/s.exec(feedbackCode({ sessionId: id }, 1))?.[1] ?? '';
    expect(new Function(`return ${literal}`)()).toBe(id);
  },
);
