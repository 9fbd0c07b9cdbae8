import { EventEmitter, on } from 'node:events';

import { createContext, runInContext } from 'node:vm';
import { transformSync } from '@swc/core';
import { agenticSession, bindSession, getSessionId } from './context';

const SESSION = { sessionId: 'conv-42' };

/** The steps that a conversation takes, in whatever form generators come. */
const SOURCE = `
  exports.async = async function* (read) {
    try {
      const sent = yield read();
      await null;
      yield [sent, read()];
      try { yield read(); } catch (error) { yield [error, read()]; }
      yield* (async function* () { yield read(); await null; yield read(); })();
      return read();
    } finally { exports.ended = read(); }
  };
  exports.sync = function* (read) {
    try {
      const sent = yield read();
      yield [sent, read()];
      try { yield read(); } catch (error) { yield [error, read()]; }
      yield* (function* () { yield read(); yield read(); })();
      return read();
    } finally { exports.ended = read(); }
  };`;

interface Forms {
  async(read: () => unknown): AsyncGenerator<unknown, unknown, unknown>;
  sync(read: () => unknown): Generator<unknown, unknown, unknown>;
  ended?: unknown;
}

const load = (code: string): Forms => {
  const exports = {} as Forms;
  new Function('exports', code)(exports);
  return exports;
};
const compiled = (target: 'es2017' | 'es5') => transformSync(SOURCE, { jsc: { target }, isModule: false }).code;

// What TypeScript 5 and 6 write for a target below ES2018, and before that with a plain object.
const TYPESCRIPT = `
  const __await = function (v) { return this instanceof __await ? (this.v = v, this) : new __await(v); };
  const __asyncGenerator = function (generator) {
    var g = generator(), i, q = [];
    return i = Object.create(Object.prototype), verb("next"), verb("throw"), verb("return", awaitReturn),
      i[Symbol.asyncIterator] = function () { return this; }, i;
    function awaitReturn(f) { return function (v) { return Promise.resolve(v).then(f, reject); }; }
    function verb(n, f) { if (g[n]) { i[n] = function (v) { return new Promise(function (a, b) {
      q.push([n, v, a, b]) > 1 || resume(n, v); }); }; if (f) i[n] = f(i[n]); } }
    function resume(n, v) { try { step(g[n](v)); } catch (e) { settle(q[0][3], e); } }
    function step(r) { r.value instanceof __await ? Promise.resolve(r.value.v).then(fulfill, reject) : settle(q[0][2], r); }
    function fulfill(value) { resume("next", value); }
    function reject(value) { resume("throw", value); }
    function settle(f, v) { if (f(v), q.shift(), q.length) resume(q[0][0], q[0][1]); }
  };
  exports.async = (read) => __asyncGenerator(function* () {
    try {
      const sent = yield yield new __await(read());
      yield new __await(null);
      yield yield new __await([sent, read()]);
      try { yield yield new __await(read()); } catch (error) { yield yield new __await([error, read()]); }
      yield yield new __await(read());
      yield new __await(null);
      yield yield new __await(read());
      return yield new __await(read());
    } finally { exports.ended = read(); }
  });
  exports.sync = (read) => {
    const g = (${SOURCE.slice(SOURCE.indexOf('exports.sync = ') + 'exports.sync = '.length, SOURCE.lastIndexOf(';'))})(read);
    return { next: (v) => g.next(v), throw: (v) => g.throw(v), return: (v) => g.return(v),
      [Symbol.iterator]() { return this; } };
  };`;

const FORMS: [string, () => Forms][] = [
  ['native', () => load(SOURCE)],
  ['of another realm', () => runInContext(`const exports = {};${SOURCE}; exports`, createContext({})) as Forms],
  ['of swc for ES2017', () => load(compiled('es2017'))],
  ['of swc for ES5', () => load(compiled('es5'))],
  ['of TypeScript for ES2017', () => load(TYPESCRIPT)],
];

const RUNS = [
  ['agenticSession', (make: () => unknown) => agenticSession(SESSION, make)],
  ['bindSession', (make: () => unknown) => agenticSession(SESSION, () => bindSession(make))()],
] as const;

/** Drives one from outside of its session, as a consumer of a stream would. */
async function drive(steps: AsyncGenerator<unknown> | Generator<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const take of [
    () => steps.next(),
    () => steps.next('sent'),
    () => steps.next(),
    () => steps.throw('thrown'),
    () => steps.next(),
    () => steps.next(),
    () => steps.next(),
  ]) {
    seen.push((await take()).value);
    expect(getSessionId()).toBe('outer');
  }
  return seen;
}

const outside = <T>(fn: () => T): T => agenticSession({ sessionId: 'outer' }, fn);
const ALL = ['conv-42', ['sent', 'conv-42'], 'conv-42', ['thrown', 'conv-42'], 'conv-42', 'conv-42', 'conv-42'];

describe.each(RUNS)('a generator that the function of %s returns', (_, run) => {
  describe.each(FORMS)('%s', (_, make) => {
    test.each(['async', 'sync'] as const)(
      'runs each %s step in the session, also where one is thrown in',
      async (kind) => {
        const forms = make();
        const steps = run(() => forms[kind](getSessionId)) as ReturnType<Forms[typeof kind]>;
        expect(await outside(() => drive(steps))).toEqual(ALL);
        expect(forms.ended).toBe('conv-42');
      },
    );

    test('ends in the session where its consumer breaks off', async () => {
      const forms = make();
      await outside(async () => {
        for await (const _ of run(() => forms.async(getSessionId)) as AsyncGenerator) break;
        expect(forms.ended).toBe('conv-42');
        delete forms.ended;
        for (const _ of run(() => forms.sync(getSessionId)) as Generator) break;
        expect(forms.ended).toBe('conv-42');
      });
    });
  });

  test('keeps its class, and what is put on it', () => {
    const made = (function* () {})();
    const steps = run(() => Object.assign(made, { model: 'gpt' })) as typeof made & { model: string };
    expect(Object.getPrototypeOf(steps)).toBe(made);
    expect([steps.model, steps[Symbol.iterator]() === steps]).toEqual(['gpt', true]);
  });
});

test('one inside the other, the steps of the inner generator are in its own session', () => {
  const inner = () =>
    agenticSession({ sessionId: 'inner' }, function* () {
      yield getSessionId();
    });
  const steps = agenticSession(SESSION, function* () {
    yield getSessionId();
    yield* inner();
    yield getSessionId();
  });
  expect([...steps]).toEqual(['conv-42', 'inner', 'conv-42']);
});

describe('every other result is returned as it is:', () => {
  class Stream {
    async next() {
      return { done: true, value: undefined };
    }
    return() {}
    throw() {}
    [Symbol.asyncIterator]() {
      return this;
    }
  }
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new TypeError('Only strings are supported');
      },
    },
  );
  const getter = Object.defineProperty({}, 'next', {
    get() {
      throw new Error('was read');
    },
  });
  const results: [string, unknown][] = [
    ['a promise', Promise.resolve((function* () {})())],
    ['an array', [1]],
    ['an iterator of an array', [1].values()],
    ['a function', function* () {}],
    ['a stream', new ReadableStream()],
    ['an iterator of a stream', new ReadableStream()[Symbol.asyncIterator]()],
    ['an iterator of events', on(new EventEmitter(), 'x')],
    ['an iterator with a class of its own', new Stream()],
    ['an object that says it is one', { [Symbol.toStringTag]: 'Generator' }],
    ['a proxy that throws', throwing],
    ['a revoked proxy', revoked()],
    ['an object with a getter', getter],
    ['null', null],
    ['undefined', undefined],
    ['a text', 'text'],
  ];

  test.each(results)('%s', (_, result) => {
    // Not by expect(), which would read from a proxy.
    expect(
      Object.is(
        agenticSession(SESSION, () => result),
        result,
      ),
    ).toBe(true);
    expect(Object.is(bindSession(() => result)(), result)).toBe(true);
  });
});
