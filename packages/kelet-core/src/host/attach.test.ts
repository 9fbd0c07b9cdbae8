import { configure } from '../node';
import { slot } from '../slot';
import { attachHttpTransport } from './attach';

beforeEach(() => {
  delete slot().signals;
});

test('a process that has no transport gets one', () => {
  attachHttpTransport();
  expect(slot().signals).toEqual({ send: expect.any(Function) });
});

test('a transport that is there already stays', () => {
  const own = { send: () => Promise.resolve() };
  slot().signals = own;
  attachHttpTransport();
  expect(slot().signals).toBe(own);
});

test('attaching again keeps the first', () => {
  attachHttpTransport();
  const first = slot().signals;
  attachHttpTransport();
  expect(slot().signals).toBe(first);
});

test('configure, as Node loads it, stores the settings and attaches the transport', () => {
  configure({ apiKey: 'key', project: 'shop', apiUrl: 'http://127.0.0.1:1' });
  expect(slot().settings).toMatchObject({ apiUrl: 'http://127.0.0.1:1' });
  expect(slot().signals).toBeDefined();
});
