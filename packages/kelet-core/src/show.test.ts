import { configure } from './settings';
import { show, showNoText, utf8Bytes } from './show';
import { slot } from './slot';

test('an error message shows no more than 40 characters of a value', () => {
  expect(show('x'.repeat(300))).toBe(`'${'x'.repeat(40)}' (300 bytes)`);
});

test('and none of a known API key, however it lies', () => {
  configure({ apiKey: 'planted-key-0123456789', project: 'shop' });
  expect(show('planted-key-0123456789')).toBe("'[the API key]' (22 bytes)");
  expect(show(`${'x'.repeat(30)}planted-key-0123456789`)).not.toContain('planted');
  delete slot().settings;
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
