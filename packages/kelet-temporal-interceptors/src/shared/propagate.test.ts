import { propagatedSession } from './propagate';

const session = Object.freeze({ sessionId: 's', userId: 'u', metadata: { plan: 'pro', note: 'x' }, project: 'b' });

test.each([
  [{}, session],
  [{ userId: false }, { sessionId: 's', metadata: { plan: 'pro', note: 'x' }, project: 'b' }],
  [{ metadata: ['plan'] }, { sessionId: 's', userId: 'u', metadata: { plan: 'pro' }, project: 'b' }],
  [
    { userId: false, metadata: false },
    { sessionId: 's', project: 'b' },
  ],
])('%j lets travel what it says, and the session id with its project in any case', (propagate, expected) => {
  const propagated = propagatedSession(propagate);
  expect(propagated(session)).toEqual(expected);
  expect(propagated(session)).toBe(propagated(session));
  expect(propagated(undefined)).toBeUndefined();
});
