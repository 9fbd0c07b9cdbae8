import { configure } from './configure';
import { isKeletError, KeletError } from './errors';
import { isThenable, read } from './foreign-value';
import { networkCause } from './network-cause';
import { slot } from './slot';
import { messageOf, quote, show, showNoText, textOf, utf8Bytes } from './text';

const KEY = 'planted "key" 0123/456';

afterEach(() => {
  delete slot().settings;
  delete process.env['KELET_API_KEY'];
});

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
  expect(isKeletError({ name: 'KeletError', message: 'without a code' })).toBe(false);
});

test('an error message shows no more than 40 characters of a value', () => {
  expect(show('x'.repeat(300))).toBe(`'${'x'.repeat(40)}' (300 bytes)`);
});

test('and none of a known API key, however it lies', () => {
  configure({ apiKey: 'planted-key-0123456789', project: 'shop' });
  expect(show('planted-key-0123456789')).toBe("'[the API key]' (22 bytes)");
  expect(show(`${'x'.repeat(30)}planted-key-0123456789`)).not.toContain('planted');
});

test.each([
  ['a-key', 'a string of 5 characters'],
  ['', 'the empty string'],
  [5, 'the number 5'],
  [null, 'null'],
  [{}, 'of type object'],
])('%j without its text is %s', (value, shown) => {
  expect(showNoText(value)).toBe(shown);
});

test('a lone surrogate has the three bytes of its replacement', () => {
  expect(utf8Bytes('x\ud83d')).toBe(4);
  expect(utf8Bytes('🎉')).toBe(4);
});

test.each(['', 'a', 'é', '日', '🎉', 'aé日🎉', '\ud83d', 'x\udc00y'])(
  'utf8Bytes counts %j as an encoder does',
  (text) => {
    expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
  },
);

test('what the API says is on one line, printable, and its first 200 characters', () => {
  expect(quote(' no\r\n\tsuch\u0000\u001b[31m project \u202e')).toBe('no such [31m project');
  expect(quote('🎉'.repeat(300))).toBe('🎉'.repeat(200));
});

test.each([
  ['as it is', KEY],
  ['as JSON has it', JSON.stringify(KEY)],
  ['as a URL has it', encodeURIComponent(KEY)],
])('a known key is not in it, %s', (_, form) => {
  configure({ apiKey: KEY, project: 'shop' });
  expect(quote(`${'x'.repeat(190)} ${form}`)).toMatch(/^x+ "?\[the A/);
});

test('nor is one of the environment', () => {
  process.env['KELET_API_KEY'] = ' another-key';
  expect(quote('no access for another-key')).toBe('no access for [the API key]');
});
