import { configure } from '../node';
import { slot } from '../slot';
import { attachHttpTransport } from './attach';

beforeEach(() => {
  delete slot().signals;
  delete slot().clock;
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

test('a process gets a clock, whose timer does not hold it and can be called off', async () => {
  attachHttpTransport();
  const { clock } = slot();
  expect(Math.abs((clock?.now() ?? 0) - Date.now())).toBeLessThan(1000);
  const rung: string[] = [];
  clock?.timer(1, () => rung.push('called off')).callOff();
  clock?.timer(2, () => rung.push('rung'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rung).toEqual(['rung']);
});
