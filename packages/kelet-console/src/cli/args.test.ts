import { readArgs, webAddress, wholeNumber } from './args';

test('nothing typed is a console that listens', () => {
  expect(readArgs([])).toEqual({ command: 'serve', argument: '', options: {} });
});

test('a command, its argument and its options', () => {
  const { command, argument, options } = readArgs(['session', 'conv-42', '--json', '--url', 'http://localhost:1']);
  expect([command, argument, { ...options }]).toEqual([
    'session',
    'conv-42',
    { json: true, url: 'http://localhost:1' },
  ]);
});

test.each<[string[], RegExp]>([
  [['nothing'], /^There is no command nothing; there are serve, sessions, session, signals, doctor, export, import\./],
  [['session'], /^kelet-console session needs ID\./],
  [['sessions', 'conv'], /^kelet-console sessions takes no 'conv'\./],
  [['session', 'a', 'b'], /^kelet-console session takes no 'b'\./],
  [['sessions', '--port', '1'], /^kelet-console sessions has no --port; there are --url, --db, --json, --limit\./],
  [['--prot', '1'], /^Unknown option '--prot'/],
  [['toString'], /^There is no command toString;/],
])('%j is refused', (args, message) => {
  expect(() => readArgs(args)).toThrow(
    expect.objectContaining({ code: 'INVALID_CONFIG', message: expect.stringMatching(message) }),
  );
});

test('help needs nothing else', () => {
  expect(readArgs(['session', '--help']).options.help).toBe(true);
});

test.each(['', '-1', '1.5', '65536', 'http', ' 1'])('%j is no port', (text) => {
  expect(() => wholeNumber('port', text, 4390, 0, 65_535)).toThrow(
    `--port is a whole number from 0 to 65535, and not '${text}'.`,
  );
});

test.each(['', 'localhost:4390', 'ftp://localhost', 'file:///x'])('%j is no address of a console', (text) => {
  expect(() => webAddress('url', text)).toThrow(/^--url is an address such as http:\/\/localhost:4390, and not /);
});

test.each([
  ['http://localhost:4390/#/session/conv', 'http://localhost:4390'],
  ['http://localhost:4390//', 'http://localhost:4390'],
  ['https://host/kelet/?a=b', 'https://host/kelet'],
])('%s is the console at %s', (text, url) => {
  expect(webAddress('url', text)).toBe(url);
});
