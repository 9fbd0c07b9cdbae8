import { slot } from '../slot';
import { warnEachMinute } from '../warn';
import { attachHost } from './attach-host';
import { configure } from './node';

beforeEach(() => {
  delete slot().signalTransport;
  delete slot().clock;
});

test('a process that has no transport gets one', () => {
  attachHost();
  expect(slot().signalTransport).toMatchObject({ send: expect.any(Function) });
});

test('a transport that is there already stays', () => {
  const own = { send: () => Promise.resolve() };
  slot().signalTransport = own;
  attachHost();
  expect(slot().signalTransport).toBe(own);
});

test('attaching again keeps the first', () => {
  attachHost();
  const first = slot().signalTransport;
  attachHost();
  expect(slot().signalTransport).toBe(first);
});

test('configure, as Node loads it, stores the settings and attaches the transport', () => {
  configure({ apiKey: 'key', project: 'shop', apiUrl: 'http://127.0.0.1:1' });
  expect(slot().settings).toMatchObject({ apiUrl: 'http://127.0.0.1:1' });
  expect(slot().signalTransport).toBeDefined();
});

test('a process gets a clock, whose timer does not hold it and can be called off', async () => {
  attachHost();
  const { clock } = slot();
  const rung: string[] = [];
  clock?.timer(1, () => rung.push('called off')).callOff();
  clock?.timer(2, () => rung.push('rung'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rung).toEqual(['rung']);
});

test('its time goes on where the time of day is put back, so that a warning comes again after a minute', () => {
  attachHost();
  const warnings: string[] = [];
  const current = slot();
  current.warn = (message) => warnings.push(message);
  const spent = jest.spyOn(performance, 'now');
  const day = jest.spyOn(Date, 'now');
  try {
    spent.mockReturnValue(1_000);
    day.mockReturnValue(Date.UTC(2026, 0, 2));
    warnEachMinute('stepped-back', 'first');
    spent.mockReturnValue(61_000);
    day.mockReturnValue(Date.UTC(2026, 0, 1));
    warnEachMinute('stepped-back', 'second');
    day.mockReturnValue(Date.UTC(2026, 0, 3));
    warnEachMinute('stepped-back', 'too early');
  } finally {
    spent.mockRestore();
    day.mockRestore();
  }
  expect(warnings).toEqual(['[kelet] first', '[kelet] second']);
});
