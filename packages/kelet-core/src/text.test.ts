import { isKeletError, KeletError } from './errors';
import { networkCause } from './network-cause';
import { show, showNoText } from './show';
import { isThenable, messageOf, read, textOf } from './text';

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throws = () => {
  throw new Error('not for reading');
};

/** What others may throw or give, and what to read of which may throw itself. */
const HOSTILE: [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked()],
  ['an object whose toString throws', { toString: throws }],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: throws })],
  ['an object whose every property throws', new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws })],
  [
    'an object whose then and name throw',
    Object.defineProperties({}, Object.fromEntries(['then', 'name'].map((key) => [key, { get: throws }]))),
  ],
  ['a symbol', Symbol('s')],
  ['undefined', undefined],
  ['null', null],
];

test.each(HOSTILE)('%s can be shown', (_, value) => {
  for (const shown of [textOf(value), messageOf(value), show(value), showNoText(value), networkCause(value)]) {
    expect(typeof shown).toBe('string');
    expect(shown).not.toBe('');
  }
  expect([isThenable(value), isKeletError(value)]).toEqual([false, false]);
  expect(() => read(value, 'code')).not.toThrow();
});

test('of an error, what it says; of anything else, what it is', () => {
  expect(messageOf(new TypeError('no such key'))).toBe('no such key');
  expect(messageOf(new RangeError())).toBe('RangeError');
  expect(messageOf('text')).toBe('text');
  expect(textOf(new TypeError('no such key'))).toBe('TypeError: no such key');
  expect(isKeletError(new KeletError('INVALID_CONFIG', 'x'))).toBe(true);
});
