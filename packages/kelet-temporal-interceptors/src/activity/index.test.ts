import { setTimeout as sleep } from 'node:timers/promises';
import type { Headers } from '@temporalio/common';
import { agenticSession, getSession, getSessionId, KeletError } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import type { InterceptorOptions } from '../options/interceptor-options';
import { createActivityInterceptors } from '.';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const { inbound } = createActivityInterceptors()({ info: { activityType: 'work', taskQueue: 'q' } });
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

const execute = <O>(headers: Headers, fn: () => O): O => inbound.execute({ headers }, fn);

describe('an activity', () => {
  test('runs in the session that its headers carry', () => {
    expect(execute(inject(session, {}), getSession)).toEqual(session);
  });

  test('stays in it across awaits, beside others that run at the same time', async () => {
    const ids = ['a', 'b', 'c'];
    const read = (sessionId: string) =>
      execute(inject({ sessionId }, {}), async () => {
        await sleep(1);
        return getSessionId();
      });
    expect(await Promise.all(ids.map(read))).toEqual(ids);
  });

  test('runs in none where its headers carry none, whatever session its worker was started in', () => {
    const seen = agenticSession({ sessionId: 'of-the-worker' }, () => execute({}, getSession));
    expect(seen).toBeUndefined();
  });

  test('runs also where a header cannot be read, with one warning for it', () => {
    const headers: Headers = { 'x-kelet-session-id': { data: Buffer.from('?') } };
    expect([execute(headers, () => 'ran'), execute(headers, () => 'ran')]).toEqual(['ran', 'ran']);
    expect(warnings).toEqual([
      '[kelet] The header x-kelet-session-id, or a part of it, was left out: it cannot be decoded.',
    ]);
  });

  test('that has no session is warned of, once, since its client may lack Kelet', () => {
    const info = { activityType: 'reply', workflowType: 'MyWorkflow', taskQueue: 'q' };
    const { inbound: of } = createActivityInterceptors()({ info });
    of.execute({ headers: {} }, () => undefined);
    execute({}, () => undefined);
    expect(warnings).toEqual([
      expect.stringMatching(/^\[kelet\] The activity reply of the workflow MyWorkflow runs in no session, so its/),
    ]);
  });

  test.each<[string, InterceptorOptions, string]>([
    ['the activity that sends signals', {}, '_kelet_signal'],
    ['one whose user has decided on autoSession', { autoSession: false }, 'work'],
    ['one whose user has decided on activityAutoSession', { activityAutoSession: false }, 'work'],
  ])('that has no session is not warned of where it is %s', (_, options, activityType) => {
    const { inbound: of } = createActivityInterceptors(options)({ info: { activityType, taskQueue: 'q' } });
    of.execute({ headers: {} }, () => undefined);
    expect(warnings).toEqual([]);
  });

  test('gets its input as it is, and its result is passed on', async () => {
    const input = { args: [1], headers: inject(session, {}) };
    let seen: unknown;
    const result = inbound.execute(input, async (given) => {
      seen = given;
      return 'done';
    });
    expect(seen).toBe(input);
    expect(await result).toBe('done');
  });

  test.each([
    ['SIGNAL_REJECTED', true],
    ['INVALID_SIGNAL', true],
    ['SIGNAL_UNDELIVERED', false],
  ] as const)(
    "fails by Kelet's %s with an error of Temporal, which retries it where that helps",
    async (code, final) => {
      const failing = async () => {
        throw new KeletError(code, 'why');
      };
      await expect(execute({}, failing)).rejects.toMatchObject({
        name: 'ApplicationFailure',
        type: `Kelet.${code}`,
        message: 'why',
        nonRetryable: final,
      });
    },
  );

  test('of a function that is not async is treated in the same way', () => {
    const failing = () => {
      throw new KeletError('INVALID_SESSION', 'why');
    };
    const failure = expect.objectContaining({ name: 'ApplicationFailure', type: 'Kelet.INVALID_SESSION' });
    expect(() => execute({}, failing)).toThrow(failure);
    expect(execute({}, () => 'the answer')).toBe('the answer');
  });

  test('whose thenable returns nothing gives what that resolves to', async () => {
    const thenable = { then: (resolve: (value: string) => void) => void setImmediate(resolve, 'later') };
    expect(await execute({}, () => thenable)).toBe('later');
  });

  test('fails by any other error with that one', async () => {
    const failure = new Error('of the user');
    await expect(execute({}, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  test('passes on what it throws', () => {
    const fail = () => {
      throw new Error('of the user');
    };
    expect(() => execute(inject(session, {}), fail)).toThrow('of the user');
  });
});

describe('what an activity logs', () => {
  const ofAnActivity = () => createActivityInterceptors()({ info: { activityType: 'work', taskQueue: 'q' } });
  let inbound: ReturnType<typeof ofAnActivity>['inbound'];
  let log: (input: Record<string, unknown>) => unknown;

  beforeEach(() => {
    const interceptors = ofAnActivity();
    inbound = interceptors.inbound;
    log = (input) => interceptors.outbound.getLogAttributes(input, (attributes) => attributes);
  });

  test('names its session under one key, and keeps what Temporal says', () => {
    const attributes = inbound.execute({ headers: inject(session, {}) }, () => log({ workflowId: 'w' }));
    expect(attributes).toEqual({ workflowId: 'w', kelet: { sessionId: 'conv-42' } });
  });

  test('names it also when it has ended, as Temporal then says so', () => {
    inbound.execute({ headers: inject(session, {}) }, () => undefined);
    expect(log({})).toEqual({ kelet: { sessionId: 'conv-42' } });
  });

  test('is as it was where there is no session', () => {
    expect(log({ workflowId: 'w' })).toEqual({ workflowId: 'w' });
  });
});

test('making activity interceptors lets the signals of this process leave', () => {
  delete slot().signalTransport;
  createActivityInterceptors();
  expect(slot().signalTransport).toBeDefined();
});

const throws = () => {
  throw new Error('not for reading');
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

/** What user code may throw or give, and what to look at of which may throw. */
const HOSTILE: [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked],
  ['an object whose every property throws', new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws })],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: throws })],
  ['an object whose then throws', Object.fromEntries([['then', throws]])],
  ['a symbol', Symbol('s')],
  ['undefined', undefined],
];

test.each(HOSTILE)(
  'an activity that throws %s fails by the same value, with a session and without',
  async (_, value) => {
    for (const headers of [inject(session, {}), {}]) {
      const thrown = await execute(headers, () => Promise.reject(value)).catch((error: unknown) => [error]);
      expect(Object.is((thrown as unknown[])[0], value)).toBe(true);
    }
  },
);
