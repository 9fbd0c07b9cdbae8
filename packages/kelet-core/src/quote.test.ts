import { quote } from './quote';
import { configure } from './settings';
import { slot } from './slot';

const KEY = 'planted "key" 0123/456';

beforeEach(() => configure({ apiKey: KEY, project: 'shop' }));

afterEach(() => {
  delete slot().settings;
  delete process.env['KELET_API_KEY'];
});

test('what the API says is on one line, printable, and its first 200 characters', () => {
  expect(quote(' no\r\n\tsuch\u0000\u001b[31m project \u202e')).toBe('no such [31m project');
  expect(quote('🎉'.repeat(300))).toBe('🎉'.repeat(200));
});

test.each([
  ['as it is', KEY],
  ['as JSON has it', JSON.stringify(KEY)],
  ['as a URL has it', encodeURIComponent(KEY)],
])('a known key is not in it, %s', (_, form) => {
  expect(quote(`${'x'.repeat(190)} ${form}`)).toMatch(/^x+ "?\[the A/);
});

test('nor is one of the environment', () => {
  process.env['KELET_API_KEY'] = ' another-key';
  expect(quote('no access for another-key')).toBe('no access for [the API key]');
});
