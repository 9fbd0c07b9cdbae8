import { configure } from './configure';
import type { ConfigureOptions } from './configure-types';
import { agenticSession, runInSession } from './context';
import { KeletError } from './errors';
import { flush, shutdown } from './flush';
import { attachHost } from './host/attach-host';
import { referenceTo } from './reference';
import { signal } from './signal';
import { newSignalState } from './signal-counts';
import { signalCounts } from './signal-delivery';
import type { Signal, SignalTransport } from './signal-types';
import { slot } from './slot';

const feedback: Signal = { kind: 'feedback', source: 'human', sessionId: 'conv-42' };
const NONE = { sent: 0, retried: 0, dropped: { ...newSignalState().dropped } };
const rejected = () => Promise.reject(new KeletError('SIGNAL_REJECTED', 'The API said no.'));

let warnings: string[];
let time: number;

beforeEach(() => {
  warnings = [];
  time = 1_000_000;
  attachHost();
  const current = slot();
  Object.assign(current.signalState, newSignalState());
  current.warned.clear();
  current.warn = (message) => warnings.push(message);
  if (current.clock) current.clock = { ...current.clock, now: () => time };
});

function take(send: SignalTransport['send'], options: ConfigureOptions = {}): void {
  configure({ apiKey: 'key', project: 'shop', ...options, signals: { transport: { send } } });
}

/** A transport that sends nothing until it is told how each of its signals ends. */
function held() {
  const ends: { resolve(): void; reject(error: unknown): void }[] = [];
  take(() => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })));
  return ends;
}

describe('a failure', () => {
  test('is logged once a minute for each cause, and the signal dropped', async () => {
    take(rejected);
    await signal(feedback);
    await signal(feedback);
    expect(warnings).toEqual([expect.stringMatching(/^\[kelet\] The API said no\. The same cause/)]);
    time += 59_999;
    await signal(feedback);
    expect(warnings).toHaveLength(1);
    time += 1;
    await signal(feedback);
    expect(warnings).toHaveLength(2);
    take(() => Promise.reject(new KeletError('SIGNAL_UNDELIVERED', 'Another cause.')));
    await signal(feedback);
    expect(warnings).toHaveLength(3);
  });

  test('of a transport whose messages differ each time is logged once a minute for each code', async () => {
    let count = 0;
    take(() => Promise.reject(new KeletError('SIGNAL_REJECTED', `The queue took no ${count++}.`)));
    for (let index = 0; index < 3; index++) await signal(feedback);
    expect(warnings).toEqual([expect.stringMatching(/The queue took no 0/)]);
    expect(slot().warned.size).toBe(1);
  });

  test.each<[string, ConfigureOptions, Signal]>([
    ['by the mode', { signalFailureMode: 'raise' }, feedback],
    ['for this call', {}, { ...feedback, raiseOnFailure: true }],
  ])('is raised, and logged for those who do not await it, where that is asked for %s', async (_, options, given) => {
    take(rejected, options);
    await expect(signal(given)).rejects.toMatchObject({ name: 'KeletError', code: 'SIGNAL_REJECTED' });
    expect(warnings).toEqual([expect.stringMatching(/^\[kelet\] The API said no\./)]);
  });

  test('is not raised for a call that asks not to', async () => {
    take(rejected, { signalFailureMode: 'raise' });
    await signal({ ...feedback, raiseOnFailure: false });
    expect(warnings).toHaveLength(1);
  });

  test("of a user's transport is undelivered, with its cause", async () => {
    const cause = new Error('queue is full');
    take(() => Promise.reject(cause));
    await expect(signal({ ...feedback, raiseOnFailure: true })).rejects.toMatchObject({
      code: 'SIGNAL_UNDELIVERED',
      message: 'A signal was not delivered: its transport failed with Error: queue is full.',
      cause,
    });
  });

  test("of a user's transport is logged once a minute, though it never says the same twice", async () => {
    let count = 0;
    take(() => Promise.reject(new Error(`request ${++count}`)));
    await signal(feedback);
    await signal(feedback);
    expect(warnings).toEqual([expect.stringContaining('failed with Error: request 1.')]);
  });

  test('is logged once a minute for each kind, where its messages differ', async () => {
    let count = 0;
    const answered = (logKey: string) => new KeletError('SIGNAL_REJECTED', `request ${++count}`, { logKey });
    take(() => Promise.reject(answered('answered 401')));
    await signal(feedback);
    await signal(feedback);
    take(() => Promise.reject(answered('answered 404')));
    await signal(feedback);
    expect(warnings).toEqual([expect.stringContaining('request 1'), expect.stringContaining('request 3')]);
  });

  test('is logged and raised without the API key, also where a transport names it', async () => {
    configure({
      apiKey: 'planted-key',
      project: 'shop',
      signals: { transport: { send: () => Promise.reject(new Error('401 for planted-key')) } },
    });
    await expect(signal({ ...feedback, raiseOnFailure: true })).rejects.toMatchObject({
      message: 'A signal was not delivered: its transport failed with Error: 401 for [the API key].',
    });
    expect(warnings.join()).not.toContain('planted-key');
  });

  test('that cannot be shown is a failure, and holds up no flush', async () => {
    take(() => Promise.reject(Object.create(null)));
    await expect(signal({ ...feedback, raiseOnFailure: true })).rejects.toThrow('failed with a value of type object.');
    expect(await flush()).toBe(true);
  });

  test("of a user's transport that throws is one too", async () => {
    take(() => {
      throw new Error('at once');
    });
    await signal(feedback);
    expect(signalCounts().dropped.undelivered).toBe(1);
  });
});

test('each signal is counted once, as sent or as dropped for a reason', async () => {
  take(() => Promise.resolve());
  await signal(feedback);
  await signal({ kind: 'feedback', source: 'human' });
  take(rejected, { signalFailureMode: 'raise' });
  await signal(feedback).catch(() => {});
  take(() => Promise.reject(new Error('no')));
  await signal(feedback);
  take(() => Promise.reject(new KeletError('SIGNAL_QUEUE_FULL', 'Too many wait.')));
  await signal(feedback);
  configure({ project: 'shop' });
  await signal(feedback);
  configure({ apiKey: 'key', projects: {} });
  await agenticSession({ sessionId: 'conv-42', project: 'b' }, () => signal(feedback));
  await shutdown();
  await signal(feedback);
  expect(signalCounts()).toEqual({
    sent: 1,
    retried: 0,
    dropped: {
      rejected: 1,
      undelivered: 1,
      queueFull: 1,
      notConfigured: 1,
      noSession: 1,
      unknownProject: 1,
      shutdown: 1,
    },
  });
});

describe('flush', () => {
  test('waits for what is on its way, also where that fails', async () => {
    const ends = held();
    signal(feedback);
    signal(feedback);
    const flushed = flush();
    const later = signal(feedback);
    ends[0]?.resolve();
    ends[1]?.reject(new KeletError('SIGNAL_REJECTED', 'no'));
    expect(await flushed).toBe(true);
    expect(signalCounts()).toEqual({ ...NONE, sent: 1, dropped: { ...NONE.dropped, rejected: 1 } });
    ends[2]?.resolve();
    await later;
  });

  test('waits no longer than it is told', async () => {
    const ends = held();
    const sent = signal(feedback);
    expect(await flush({ timeoutMs: 5 })).toBe(false);
    ends[0]?.resolve();
    await sent;
    expect(await flush({ timeoutMs: 5_000 })).toBe(true);
  });

  test('waits as long as it must where the time is longer than any timer', async () => {
    const ends = held();
    signal(feedback);
    const flushed = flush({ timeoutMs: 2 ** 31 });
    await new Promise((resolve) => setTimeout(resolve, 20)); // Node.js fires a timer of that length after 1 ms
    ends[0]?.resolve();
    expect(await flushed).toBe(true);
  });

  test('is at once done where there is nothing', async () => {
    expect(await flush()).toBe(true);
  });
});

describe('shutdown', () => {
  test('flushes, and takes no more, with one warning, until configure() is called again', async () => {
    const ends = held();
    signal(feedback);
    const ended = shutdown({ timeoutMs: 5_000 });
    await signal(feedback);
    await signal({ ...feedback, raiseOnFailure: true });
    expect(warnings).toEqual(['[kelet] signal() was called after shutdown(), and was dropped.']);
    ends[0]?.resolve();
    expect(await ended).toBe(true);
    expect(ends).toHaveLength(1);
    take(() => Promise.resolve());
    await signal(feedback);
    expect(signalCounts().sent).toBe(2);
  });
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

describe('a transport that rejects', () => {
  test.each(HOSTILE)('with %s costs the signal, and nothing else', async (_, value) => {
    take(() => Promise.reject(value));
    await signal(feedback);
    expect(signalCounts()).toMatchObject({ sent: 0, dropped: { undelivered: 1 } });
    expect(warnings).toEqual([
      expect.stringContaining('[kelet] A signal was not delivered: its transport failed with '),
    ]);
    const raised = signal({ ...feedback, raiseOnFailure: true });
    await expect(raised).rejects.toMatchObject({ code: 'SIGNAL_UNDELIVERED' });
    expect(await flush()).toBe(true);
  });
});

describe('the project of a signal', () => {
  const sentTo: (string | undefined)[] = [];
  const send: SignalTransport['send'] = async (_, { project }) => void sentTo.push(project);
  const inProject = <R>(project: string, fn: () => R) => agenticSession({ sessionId: 'conv-42', project }, fn);

  beforeEach(() => {
    sentTo.length = 0;
  });

  test('is that of the session, and none of it is that of the process', async () => {
    take(send);
    await signal(feedback);
    await inProject('shop', () => signal(feedback));
    await inProject('b', () => signal(feedback));
    await inProject('b', () => signal({ ...feedback, sessionId: 'another' }));
    expect(sentTo).toEqual([undefined, undefined, 'b', 'b']);
  });

  test('is that of what the signal is about, wherever that is said', async () => {
    take(send);
    const [ofOwn, ofB] = [referenceTo({ sessionId: 'conv-42' }), referenceTo({ sessionId: 'conv-42', project: 'b' })];
    const vote: Signal = { kind: 'feedback', source: 'human' };
    await signal({ ...vote, about: ofB });
    await inProject('c', () => signal({ ...vote, about: ofB }));
    await inProject('c', () => signal({ ...vote, about: ofOwn }));
    expect(sentTo).toEqual(['b', 'b', undefined]);
  });

  test('must be known where projects are listed: else nothing is sent, also by a transport of the user', async () => {
    take(send, { projects: { b: {} } });
    await inProject('b', () => signal(feedback));
    await inProject('c', () => signal(feedback));
    await runInSession({ sessionId: 'conv-42', project: '' }, signal, feedback);
    expect(sentTo).toEqual(['b']);
    expect(signalCounts().dropped.unknownProject).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('configure({ projects }) does not list')]);
  });

  test('that could not be read is unknown without such a list, too', async () => {
    take(send);
    await runInSession({ sessionId: 'conv-42', project: '' }, signal, feedback);
    expect(sentTo).toEqual([]);
    expect(signalCounts().dropped.unknownProject).toBe(1);
  });

  test('is a part of the key of a vote', async () => {
    const keys: (string | undefined)[] = [];
    take(async (_, { idempotencyKey }) => void keys.push(idempotencyKey));
    const vote: Signal = { ...feedback, key: 'vote:message-7' };
    await signal(vote);
    await inProject('b', () => signal(vote));
    take(async (_, { idempotencyKey }) => void keys.push(idempotencyKey), { project: 'b' });
    await signal(vote);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[1]);
  });
});
