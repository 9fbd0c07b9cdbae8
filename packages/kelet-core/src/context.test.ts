import { setTimeout as sleep } from 'node:timers/promises';
import { configure } from './configure';
import { agenticSession, bindSession, getMetadata, getSession, getSessionId, getUserId, runInSession } from './context';
import { KeletError } from './errors';
import { existingSlot, slot } from './slot';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };

describe('outside of a session', () => {
  test('every getter gives undefined, and makes nothing', () => {
    expect([getSession(), getSessionId(), getUserId(), getMetadata()]).toEqual(Array(4).fill(undefined));
    expect(existingSlot()).toBeUndefined();
  });
});

describe('agenticSession', () => {
  test('lets the getters see the session', () => {
    const seen = agenticSession(session, () => [getSession(), getSessionId(), getUserId(), getMetadata()]);
    expect(seen).toEqual([session, 'conv-42', 'user-7', { plan: 'pro' }]);
  });

  test('returns what its function returns, the very same promise too', () => {
    const promise = Promise.resolve(1);
    expect(agenticSession(session, () => promise)).toBe(promise);
    expect(agenticSession(session, () => undefined)).toBeUndefined();
  });

  test('holds across awaits and timers, and ends with its function', async () => {
    const seen = await agenticSession(session, async () => {
      await sleep(1);
      return getSessionId();
    });
    expect(seen).toBe('conv-42');
    expect(getSession()).toBeUndefined();
  });

  test('keeps conversations that run at the same time apart', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const read = (sessionId: string) =>
      agenticSession({ sessionId }, async () => {
        await sleep(1);
        return getSessionId();
      });
    expect(await Promise.all(ids.map(read))).toEqual(ids);
  });

  test('nests: the inner session inherits, and the outer one is back after it', () => {
    agenticSession(session, () => {
      const inner = agenticSession({ sessionId: 'inner', metadata: { tool: 'search' } }, getSession);
      expect(inner).toEqual({ sessionId: 'inner', userId: 'user-7', metadata: { plan: 'pro', tool: 'search' } });
      expect(getSession()).toEqual(session);
    });
  });

  test('passes on what its function throws, and ends the session', () => {
    const error = new Error('of the user');
    const fail = () => {
      throw error;
    };
    expect(() => agenticSession(session, fail)).toThrow(error);
    expect(getSession()).toBeUndefined();
  });

  test('never calls its function where the session is not well formed', () => {
    let called = false;
    const call = () => {
      called = true;
    };
    expect(() => agenticSession({ sessionId: '' }, call)).toThrow(KeletError);
    expect(called).toBe(false);
  });
});

describe('runInSession', () => {
  test('inherits nothing from the session around it', () => {
    const inner = Object.freeze({ sessionId: 'inner' });
    expect(agenticSession(session, () => runInSession(inner, getSession))).toBe(inner);
  });

  test('can hide the session around it', () => {
    expect(agenticSession(session, () => runInSession(undefined, getSession))).toBeUndefined();
  });
});

describe('bindSession()', () => {
  test('runs a callback later in the session in which it was bound, with its arguments', () => {
    const bound = agenticSession({ sessionId: 'conv-1' }, () =>
      bindSession((suffix: string) => getSessionId() + suffix),
    );
    expect(agenticSession({ sessionId: 'conv-2' }, () => bound('!'))).toBe('conv-1!');
  });

  test('runs a callback that was bound outside of a session in none', () => {
    const bound = bindSession(getSessionId);
    expect(agenticSession({ sessionId: 'conv-2' }, () => bound())).toBeUndefined();
  });
});

describe('transformUserId', () => {
  const configureWith = (transformUserId: (userId: string) => string) =>
    configure({ apiKey: 'k', project: 'p', transformUserId });

  afterEach(() => {
    delete slot().settings;
  });

  test('changes a user id once, also where a session is nested', () => {
    configureWith((userId) => `hmac(${userId})`);
    const nested = () => agenticSession({ sessionId: 'inner' }, getUserId);
    expect(agenticSession({ sessionId: 'outer', userId: 'alice' }, nested)).toBe('hmac(alice)');
  });

  test('leaves an id that was read back as it is', () => {
    configureWith((userId) => `hmac(${userId})`);
    const again = () => agenticSession({ ...getSession(), sessionId: 'inner' }, getUserId);
    expect(agenticSession({ sessionId: 'outer', userId: 'alice' }, again)).toBe('hmac(alice)');
  });

  test('that gives no id makes agenticSession() throw, and say so', () => {
    configureWith(() => '');
    expect(() => agenticSession({ sessionId: 's', userId: 'alice' }, getUserId)).toThrow(
      /transformUserId must give a string of 1 to 256 bytes.*the empty string/,
    );
  });
});
