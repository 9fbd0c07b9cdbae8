import { agenticSession, getSession } from 'kelet-core';
import { inject } from 'kelet-temporal-headers';
import { inboundInterceptor } from './inbound';
import { createRunSession } from './run-session';

const base = { sessionId: 'conv-42', userId: 'user-7' };
const HOOKS = ['execute', 'handleSignal', 'handleQuery', 'handleUpdate', 'validateUpdate'] as const;

test('every handler of a workflow has its hook', () => {
  expect(Object.keys(inboundInterceptor(createRunSession())).sort()).toEqual([...HOOKS].sort());
});

describe.each(HOOKS)('%s', (hook) => {
  const run = createRunSession();
  run.begin(inject(base, {}));
  const handle = inboundInterceptor(run)[hook];

  test('runs in the session of the run', () => {
    expect(handle({ headers: {} }, getSession)).toEqual(base);
  });

  test('runs in the session of the message where it has one', () => {
    expect(handle({ headers: inject({ sessionId: 'other' }, {}) }, getSession)).toEqual({
      sessionId: 'other',
    });
  });

  test('runs in none where there is none, whatever context it was buffered in', () => {
    const withoutSession = inboundInterceptor(createRunSession())[hook];
    const seen = agenticSession({ sessionId: 'of-set-handler' }, () => withoutSession({ headers: {} }, getSession));
    expect(seen).toBeUndefined();
  });

  test('hands its input on, and returns what the next returns, the very same promise', () => {
    const input = { headers: {}, args: [1] };
    const promise = Promise.resolve();
    let seen: unknown;
    const result = handle(input, (given) => {
      seen = given;
      return promise;
    });
    expect(seen).toBe(input);
    expect(result).toBe(promise);
  });
});
