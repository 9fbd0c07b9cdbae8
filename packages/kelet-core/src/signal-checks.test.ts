import { runInNewContext } from 'node:vm';
import type { KeletError } from './errors';
import { checkSignal } from './signal-checks';
import type { Signal } from './signal-types';

const whole: Signal = {
  kind: 'feedback',
  source: 'human',
  sessionId: 'conv-42',
  traceId: '0AF7651916cd43dd8448eb211c80319c',
  triggerName: 'thumbs-up',
  score: 1,
  value: 'good',
  confidence: 0,
  metadata: { reasons: ['fast', { nested: true }] },
  timestamp: '2026-01-02T03:04:05.006+02:00',
};

test('a signal with every field is taken, and so is the least one', () => {
  expect(() => checkSignal(whole)).not.toThrow();
  expect(() => checkSignal({ kind: 'event', source: 'label' })).not.toThrow();
});

test.each(['feedback', 'edit', 'event', 'metric', 'arbitrary'] as const)('the kind %s is taken', (kind) => {
  expect(() => checkSignal({ kind, source: 'synthetic' })).not.toThrow();
});

test('a field that is undefined counts as not given', () => {
  expect(() => checkSignal({ ...whole, score: undefined, traceId: undefined, timestamp: undefined })).not.toThrow();
});

test.each([[new Date(0)], ['2026-01-02'], ['2026-01-02T03:04Z'], ['2026-01-02T03:04:05.678901-11:00']])(
  '%p is a timestamp',
  (timestamp) => {
    expect(() => checkSignal({ ...whole, timestamp })).not.toThrow();
  },
);

const circular: Record<string, unknown> = {};
circular['self'] = circular;

const id = 'a string of 1 to 256 bytes of UTF-8';
const share = 'a number from 0 to 1';
const instant = 'a Date or an ISO 8601 string with an offset, such as 2026-01-02T03:04:05Z';

describe('a signal that is wrong is refused, naming the field and the value', () => {
  test.each([
    ['kind', 'praise', "one of feedback, edit, event, metric, arbitrary, and is 'praise' (6 bytes)"],
    ['kind', undefined, 'one of feedback, edit, event, metric, arbitrary, and is undefined'],
    ['source', 'robot', "one of human, label, synthetic, and is 'robot' (5 bytes)"],
    ['sessionId', '', `${id}, and is the empty string`],
    ['sessionId', null, `${id}, and is null`],
    ['sessionId', 'é'.repeat(129), `${id}, and is '${'é'.repeat(40)}' (258 bytes)`],
    ['traceId', 'abc', "32 hexadecimal digits, not all of them 0, and is 'abc' (3 bytes)"],
    ['traceId', `${'0'.repeat(31)}g`, '32 hexadecimal digits'],
    ['traceId', '0'.repeat(33), '32 hexadecimal digits'],
    ['triggerName', 1, 'a string, and is the number 1'],
    ['score', 1.01, `${share}, and is the number 1.01`],
    ['score', -0.01, `${share}, and is the number -0.01`],
    ['score', Number.NaN, `${share}, and is the number NaN`],
    ['score', '0.5', `${share}, and is '0.5' (3 bytes)`],
    ['value', { text: 'good' }, 'a string, and is of type object'],
    ['confidence', 2, `${share}, and is the number 2`],
    ['metadata', ['a'], 'a plain object that JSON can hold, and is an array'],
    ['metadata', null, 'a plain object that JSON can hold, and is null'],
    ['metadata', circular, 'a plain object that JSON can hold'],
    ['metadata', { big: 1n }, 'a plain object that JSON can hold'],
    ['metadata', new Date(0), 'a plain object that JSON can hold, and is a Date'],
    ['metadata', new Map([['a', 1]]), 'a plain object that JSON can hold, and is a Map'],
    ['metadata', new (class Plan {})(), 'a plain object that JSON can hold, and is an instance of a class'],
    ['metadata', { toJSON: () => 5 }, 'a plain object that JSON can hold'],
    ['timestamp', new Date('yesterday'), `${instant}, and is an invalid Date`],
    ['timestamp', 'yesterday', `${instant}, and is 'yesterday' (9 bytes)`],
    ['timestamp', '5', instant],
    ['timestamp', '2026-01-02T03:04:05', instant],
    ['timestamp', '2026-13-02T03:04:05Z', instant],
    ['timestamp', new Date(Number.NaN), instant],
    ['timestamp', 1_700_000_000, `${instant}, and is the number 1700000000`],
  ])('%s', (field, value, wanted) => {
    expect(() => checkSignal({ ...whole, [field]: value } as Signal)).toThrow(
      expect.objectContaining<Partial<KeletError>>({
        code: 'INVALID_SIGNAL',
        message: expect.stringContaining(`signal(): ${field} must be ${wanted}`),
      }),
    );
  });

  test.each([
    [undefined, 'got undefined'],
    [null, 'got null'],
    ['feedback', 'got a string of 8 characters'],
  ])('%p instead of an object', (given, message) => {
    expect(() => checkSignal(given as never)).toThrow(`signal() takes an object with kind and source, and ${message}`);
  });
});

describe('metadata that JSON would lose in silence is refused, naming where', () => {
  test.each<[unknown, string]>([
    [{ seen: new Map([['a', 1]]) }, 'metadata.seen must be what JSON can hold, and is a Map.'],
    [{ seen: new Set(['a']) }, 'metadata.seen must be what JSON can hold, and is a Set.'],
    [{ a: [{ match: /x/ }] }, 'metadata.a[0].match must be what JSON can hold, and is a RegExp.'],
    [{ failed: new Error('no') }, 'metadata.failed must be what JSON can hold, and is a Error.'],
    [{ later: Promise.resolve() }, 'metadata.later must be what JSON can hold, and is a Promise.'],
    [{ empty: new (class Plan {})() }, 'metadata.empty must be what JSON can hold, and is an instance of a class.'],
    [{ call: () => 1 }, 'metadata.call must be what JSON can hold, and is of type function.'],
    [{ a: { b: Symbol('s') } }, 'metadata.a.b must be what JSON can hold, and is of type symbol.'],
    [{ a: [1, Number.NaN] }, 'metadata.a[1] must be what JSON can hold, and is the number NaN.'],
    [{ a: Number.NEGATIVE_INFINITY }, 'metadata.a must be what JSON can hold, and is the number -Infinity.'],
    [{ when: new Date(Number.NaN) }, 'metadata.when must be what JSON can hold, and is an invalid Date.'],
    [{ a: runInNewContext('new Map()') }, 'metadata.a must be what JSON can hold, and is a Map.'],
    [{ a: 1n }, 'metadata must be a plain object that JSON can hold, and JSON.stringify() fails on it.'],
  ])('%p', (metadata, message) => {
    expect(() => checkSignal({ ...whole, metadata } as Signal)).toThrow(`signal(): ${message}`);
  });

  test.each<[string, Record<string, unknown>]>([
    ['undefined', { a: undefined, b: [undefined] }],
    ['a Date', { when: new Date(0), list: [new Date(0)] }],
    ['an object with a toJSON of its own', { url: new URL('http://host/') }],
    [
      'an instance of a class that has fields',
      {
        plan: new (class Plan {
          seats = 3;
        })(),
      },
    ],
    ['an object without a prototype', { a: Object.assign(Object.create(null), { b: 1 }) }],
    ['an object of another realm', runInNewContext('({ a: { b: [1] } })')],
    ['null, texts and numbers', { a: null, b: '', c: -0.5, d: [true, []] }],
  ])('%s is taken', (_, metadata) => {
    expect(() => checkSignal({ ...whole, metadata })).not.toThrow();
  });
});

test('a field that it does not know is refused by its name', () => {
  expect(() => checkSignal({ ...whole, session_id: 's' } as Signal)).toThrow(
    expect.objectContaining({
      code: 'INVALID_SIGNAL',
      message: expect.stringMatching(/^signal\(\) has no option 'session_id'; there are kind, source, sessionId,/),
    }),
  );
});
