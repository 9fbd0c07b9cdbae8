import { runInNewContext } from 'node:vm';
import { KeletError } from './errors';
import { makeSession } from './make-session';
import { isId, isMetadataValue, MAX_ID_BYTES, type Session } from './session';

const refusalOf = (given: unknown): KeletError => {
  try {
    makeSession(given as Session);
  } catch (error) {
    if (error instanceof KeletError) return error;
    throw error;
  }
  throw new Error('the session was taken');
};

describe('a session', () => {
  test('keeps what was given and is frozen, metadata too', () => {
    const session = makeSession({ sessionId: 's', userId: 'u', metadata: { plan: 'pro', seats: 3, trial: false } });
    expect(session).toEqual({ sessionId: 's', userId: 'u', metadata: { plan: 'pro', seats: 3, trial: false } });
    expect(Object.isFrozen(session)).toBe(true);
    expect(Object.isFrozen(session.metadata)).toBe(true);
  });

  test('has no key for what was not given', () => {
    expect(Object.keys(makeSession({ sessionId: 's' }))).toEqual(['sessionId']);
    expect(Object.keys(makeSession({ sessionId: 's', metadata: {} }))).toEqual(['sessionId']);
  });

  test('does not change with the object that it was made from', () => {
    const metadata: Record<string, string> = { plan: 'pro' };
    const session = makeSession({ sessionId: 's', metadata });
    metadata['plan'] = 'free';
    expect(session.metadata).toEqual({ plan: 'pro' });
  });

  test('in another project than the one around it takes neither its user nor its metadata', () => {
    const acme = makeSession({ sessionId: 'a', userId: 'bob', metadata: { contract: 'X' }, project: 'acme' });
    expect(makeSession({ sessionId: 'g', project: 'globex' }, acme)).toEqual({ sessionId: 'g', project: 'globex' });
    const given = { sessionId: 'g', userId: 'bob', metadata: { plan: 'pro' }, project: 'globex' };
    expect(makeSession(given, acme, { transformUserId: () => 'changed twice' })).toEqual(given);
    expect(makeSession({ sessionId: 'g', project: 'acme' }, acme)).toEqual({ ...acme, sessionId: 'g' });
    // Such as one that came over HTTP, which names none.
    const { project: _, ...some } = acme;
    expect(makeSession({ sessionId: 'a', project: 'globex' }, some)).toEqual({ ...some, project: 'globex' });
    expect(makeSession({ sessionId: 'a', project: 'globex' }, { ...some, project: '' })).toEqual({
      ...some,
      project: 'globex',
    });
  });

  test('refuses a field that it does not know, which would look as if it had been set', () => {
    const { code, message } = refusalOf({ sessionId: 's', user: 'u' });
    expect(code).toBe('INVALID_SESSION');
    expect(message).toBe("agenticSession() has no option 'user'; there are sessionId, userId, metadata, project.");
  });

  test('takes metadata of another realm, and without a prototype', () => {
    const foreign = runInNewContext('({ plan: "pro" })');
    expect(makeSession({ sessionId: 's', metadata: foreign }).metadata).toEqual({ plan: 'pro' });
    const bare = Object.assign(Object.create(null), { plan: 'pro' });
    expect(makeSession({ sessionId: 's', metadata: bare }).metadata).toEqual({ plan: 'pro' });
  });
});

describe('a session inside another', () => {
  const outer = makeSession({ sessionId: 'outer', userId: 'u', metadata: { plan: 'pro', region: 'eu' } });

  test('inherits the user and the metadata', () => {
    expect(makeSession({ sessionId: 'inner' }, outer)).toEqual({ ...outer, sessionId: 'inner' });
  });

  test('wins with its own user, and key by key with its own metadata', () => {
    expect(makeSession({ sessionId: 'inner', userId: 'v', metadata: { plan: 'free' } }, outer)).toEqual({
      sessionId: 'inner',
      userId: 'v',
      metadata: { plan: 'free', region: 'eu' },
    });
  });
});

describe('a session that is not well formed is refused, naming the field and the value', () => {
  test.each([
    [undefined, 'takes an object with sessionId, and got undefined'],
    [null, 'takes an object with sessionId, and got null'],
    ['conv-42', 'takes an object with sessionId, and got a string of 7 characters'],
    [{}, 'sessionId must be a string of 1 to 256 bytes of UTF-8, and is undefined'],
    [{ sessionId: '' }, 'sessionId must be a string of 1 to 256 bytes of UTF-8, and is the empty string'],
    [{ sessionId: 42 }, 'sessionId must be a string of 1 to 256 bytes of UTF-8, and is the number 42'],
    [{ sessionId: 's', userId: null }, 'userId must be a string of 1 to 256 bytes of UTF-8, and is null'],
    [{ sessionId: 's', userId: ['u'] }, 'userId must be a string of 1 to 256 bytes of UTF-8, and is an array'],
    [{ sessionId: 's', metadata: null }, 'metadata must be a flat, plain object, and is null'],
    [{ sessionId: 's', metadata: ['a'] }, 'metadata must be a flat, plain object, and is an array'],
    [{ sessionId: 's', metadata: 'a' }, 'metadata must be a flat, plain object, and is a string of 1 characters'],
    [{ sessionId: 's', metadata: new Map([['plan', 'pro']]) }, 'metadata must be a flat, plain object, and is a Map'],
    [{ sessionId: 's', metadata: new Date(0) }, 'metadata must be a flat, plain object, and is a Date'],
    [{ sessionId: 's', metadata: new (class Plan {})() }, 'plain object, and is an instance of a class'],
    [{ sessionId: 's', metadata: runInNewContext('new Map()') }, 'plain object, and is a Map'],
    [
      { sessionId: 's', metadata: { a: null } },
      'metadata.a must be a string, a finite number or a boolean, and is null',
    ],
    [
      { sessionId: 's', metadata: { a: {} } },
      'metadata.a must be a string, a finite number or a boolean, and is of type',
    ],
    [{ sessionId: 's', metadata: { a: Number.NaN } }, 'and is the number NaN'],
    [{ sessionId: 's', metadata: { ['k'.repeat(1000)]: null } }, `: metadata.${'k'.repeat(40)} must be a string`],
    [{ sessionId: 's', metadata: { a: undefined } }, 'metadata.a must be a string'],
  ])('%j', (given, message) => {
    const refusal = refusalOf(given);
    expect(refusal.code).toBe('INVALID_SESSION');
    expect(refusal.message).toContain(message);
  });

  test.each(['session_id', 'user_id', 'self', 'project', '__proto__', 'constructor', 'prototype'])(
    'the metadata key %s',
    (key) => {
      const metadata = Object.defineProperty({}, key, { value: 'x', enumerable: true });
      expect(refusalOf({ sessionId: 's', metadata }).message).toContain(`the metadata key '${key}' is reserved`);
    },
  );

  test('an id counts in bytes, not in characters', () => {
    const longest = 'é'.repeat(MAX_ID_BYTES / 2);
    expect(makeSession({ sessionId: longest, userId: longest }).sessionId).toBe(longest);
    expect(refusalOf({ sessionId: `${longest}x` }).message).toContain('(257 bytes)');
    expect(refusalOf({ sessionId: 's', userId: `${longest}x` }).message).toContain('userId');
  });
});

test('an id is a string of 1 to 256 bytes', () => {
  expect(['s', 'x'.repeat(256)].map(isId)).toEqual([true, true]);
  expect(['', 'x'.repeat(257), 1, null, undefined, {}].map(isId)).toEqual(Array(6).fill(false));
});

test('a metadata value is what JSON can hold in one piece', () => {
  expect(['', 'a', 0, -1.5, true, false].map(isMetadataValue)).toEqual(Array(6).fill(true));
  const others = [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}, [], 1n];
  expect(others.map(isMetadataValue)).toEqual(Array(7).fill(false));
});

describe('the project of a session', () => {
  const outer = makeSession({ sessionId: 'outer', project: 'b' });

  test('is inherited, and an inner one wins', () => {
    expect(makeSession({ sessionId: 'inner' }, outer).project).toBe('b');
    expect(makeSession({ sessionId: 'inner', project: 'c' }, outer).project).toBe('c');
  });

  test('is left out where it is that of the process, also in a session of another one', () => {
    expect(makeSession({ sessionId: 's', project: 'own' }, undefined, { project: 'own' })).toEqual({ sessionId: 's' });
    expect(makeSession({ sessionId: 's', project: 'own' }, outer, { project: 'own' })).toEqual({ sessionId: 's' });
    expect(makeSession({ sessionId: 's', project: 'b' }, undefined, { project: 'own' }).project).toBe('b');
  });

  test('stays unreadable where it was', () => {
    const unreadable = { sessionId: 's', project: '' };
    expect(makeSession({ sessionId: 'inner' }, unreadable).project).toBe('');
    expect(makeSession({ ...unreadable, metadata: { a: 1 } }, unreadable).project).toBe('');
    expect(makeSession({ sessionId: 's', project: 'b' }, unreadable).project).toBe('b');
  });

  test.each([[''], ['.'], ['..'], [' b'], ['b '], ['b\n'], ['é'], ['b'.repeat(257)], [7], [null]])(
    'is refused where it is no name: %j',
    (project) => {
      const { code, message } = refusalOf({ sessionId: 's', project });
      expect(code).toBe('INVALID_SESSION');
      expect(message).toMatch(/^agenticSession\(\): project must be a name /);
    },
  );
});
