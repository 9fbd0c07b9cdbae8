import { setImmediate as turn } from 'node:timers/promises';
import { agenticSession, getSession } from '../context';
import { acceptSession, sessionMiddleware } from './servers';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, unknown>;
const session = { sessionId: 'conv-42', userId: 'user-7' };
const baggage = 'kelet.session_id=conv-42,kelet.user_id=user-7';
const yes = () => true;
const request = (header: string | null = baggage) => ({
  headers: { get: (name: string) => (name === 'baggage' ? header : null) },
});
const nodeRequest = (header: string | string[] | undefined = baggage) => ({ headers: { baggage: header } });

describe('acceptSession()', () => {
  test('runs the handler in the session of a request that is accepted, and hands on all that it gets', () => {
    const asked: unknown[] = [];
    const handler = acceptSession((_: ReturnType<typeof request>, context: string) => [getSession(), context], {
      accept: (given) => asked.push(given) > 0,
    });
    const given = request();
    expect(handler(given, 'context')).toEqual([session, 'context']);
    expect(asked).toEqual([given]);
  });

  test('runs the handler in none where the request is not accepted, or names none; then nobody is asked', () => {
    expect(acceptSession(getSession, { accept: () => false })(request())).toBeUndefined();
    const asked = jest.fn(yes);
    for (const header of [null, '', 'a=b'])
      expect(acceptSession(getSession, { accept: asked })(request(header))).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
  });

  test('takes in nothing for what is only like a yes', () => {
    for (const answer of [1, 'true', {}, undefined])
      expect(acceptSession(getSession, { accept: () => answer as never })(request())).toBeUndefined();
  });

  test('puts no project that cannot be read on the span of the request, which would never be sent', () => {
    const attributes: Record<string, unknown> = {};
    const span = {
      attributes,
      setAttributes: (set: object) => Object.assign(attributes, set),
      spanContext: () => ({}),
    };
    globals[OTEL_API] = { context: { active: () => ({ getValue: () => span }) } };
    try {
      const unreadable = request(`${baggage},kelet.project=other`);
      expect(acceptSession(getSession, { accept: yes })(unreadable)).toEqual({ ...session, project: '' });
      expect(attributes).toEqual({});
      acceptSession(getSession, { accept: yes })(request());
      expect(attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7' });
    } finally {
      delete globals[OTEL_API];
    }
  });

  test('waits for an answer that is a promise, and only for one', async () => {
    const handler = acceptSession(async () => getSession(), { accept: async () => turn(true) });
    expect(await handler(request())).toEqual(session);
    expect(await acceptSession(getSession, { accept: async () => false })(request())).toBeUndefined();
    expect(acceptSession(() => 7, { accept: yes })(request())).toBe(7);
  });

  test('leaves a session that is there already', () => {
    const handler = acceptSession(getSession, { accept: yes });
    expect(agenticSession({ sessionId: 'own' }, () => handler(request()))).toEqual({ sessionId: 'own' });
  });

  test('passes on what throws', async () => {
    const failing = () => {
      throw new Error('of its own');
    };
    expect(() => acceptSession(getSession, { accept: failing })(request())).toThrow('of its own');
    expect(() => acceptSession(failing, { accept: yes })(request())).toThrow('of its own');
    const rejecting = acceptSession(getSession, { accept: () => Promise.reject(new Error('of its own')) });
    await expect(rejecting(request())).rejects.toThrow('of its own');
  });
});

describe('sessionMiddleware()', () => {
  async function seen(accept: () => boolean | Promise<boolean>, given: object = nodeRequest()): Promise<unknown[]> {
    return new Promise((resolve) => {
      sessionMiddleware({ accept })(given as never, {}, (...args) => resolve([...args, getSession()]));
    });
  }

  test('lets what comes next run in the session of a request that is accepted', async () => {
    expect(await seen(yes)).toEqual([session]);
    expect(await seen(async () => true)).toEqual([session]);
    expect(await seen(yes, nodeRequest(['a=1', baggage]))).toEqual([session]);
  });

  test('lets it run in none otherwise', async () => {
    expect(await seen(() => false)).toEqual([undefined]);
    expect(await seen(yes, { headers: {} })).toEqual([undefined]);
  });

  test('hands to what comes next what accept throws, once', async () => {
    const error = new Error('of its own');
    const fail = () => {
      throw error;
    };
    expect(await seen(fail)).toEqual([error, undefined]);
    expect(await seen(() => Promise.reject(error))).toEqual([error, undefined]);
  });

  test('hands on what comes next throws where its caller has gone on, and a failure without an error', async () => {
    const calls: unknown[] = [];
    await new Promise<void>((resolve) => {
      sessionMiddleware({ accept: async () => true })(nodeRequest(), {}, (error) => {
        calls.push(error);
        if (error !== undefined) return resolve();
        throw new Error('of the next');
      });
    });
    expect(calls).toEqual([undefined, new Error('of the next')]);
    const [error] = await seen(() => Promise.reject(undefined));
    expect(error).toEqual(new Error('accept() failed with undefined'));
  });

  test('does not call twice what comes next where that throws', () => {
    const next = jest.fn(() => {
      throw new Error('of the next');
    });
    expect(() => sessionMiddleware({ accept: yes })(nodeRequest(), {}, next)).toThrow('of the next');
    expect(next).toHaveBeenCalledTimes(1);
  });
});

test.each([acceptSession.bind(null, getSession), sessionMiddleware])('without accept, it is refused', (make) => {
  expect(() => make({} as never)).toThrow(/accept must be a function, and is undefined/);
  expect(() => make(undefined as never)).toThrow(/takes an object with accept, and got undefined/);
  expect(() => make({ accept: yes, acept: yes } as never)).toThrow(/has no option 'acept'/);
});
