import { spanAttributes } from './span-attributes';

test('a session is known by its conversation, its user and each of its metadata', () => {
  const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro', seats: 3, trial: false } };
  expect(spanAttributes(session)).toEqual({
    'gen_ai.conversation.id': 'conv-42',
    'user.id': 'user-7',
    'metadata.plan': 'pro',
    'metadata.seats': 3,
    'metadata.trial': false,
  });
});

test('what a session lacks gives no attribute', () => {
  expect(spanAttributes({ sessionId: 'conv-42' })).toStrictEqual({ 'gen_ai.conversation.id': 'conv-42' });
});
