import { agent, agenticSession, configure, signal } from 'kelet';
import { slot } from 'kelet-core/internal';
import { setupTelemetry } from 'kelet-opentelemetry';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';

// Nobody has said that it is a key: it is in no option and no variable where one belongs.
const KEY = 'zq7yx5w0-0123456789abcdef';
const SHOWN = KEY.slice(0, 8);

/** What wrong use looks like where types do not hold it back. */
const wrong = <T>(value: unknown) => value as T;

let logged: string[];

beforeEach(() => {
  logged = [];
  slot().warned.clear();
  slot().warn = (message) => logged.push(message);
});

test.each<[string, () => unknown]>([
  ['configure(key)', () => configure(wrong(KEY))],
  ['configure({ signalFailureMode: key })', () => configure({ signalFailureMode: wrong(KEY) })],
  ['configure({ signals: key })', () => configure({ signals: wrong(KEY) })],
  ['configure({ signals: { transport: key } })', () => configure({ signals: { transport: wrong(KEY) } })],
  ['configure({ transformUserId: key })', () => configure({ transformUserId: wrong(KEY) })],
  ['new KeletPlugin(key)', () => new KeletPlugin(wrong(KEY))],
  ['new KeletPlugin({ includeOtelPlugin: key })', () => new KeletPlugin({ includeOtelPlugin: wrong(KEY) })],
  ['new KeletPlugin({ otelVersion: key })', () => new KeletPlugin({ otelVersion: wrong(KEY) })],
  ['new KeletPlugin({ signalDispatch: key })', () => new KeletPlugin({ signalDispatch: wrong(KEY) })],
  [
    'new KeletPlugin({ signalDispatch: { retry: key } })',
    () => new KeletPlugin({ signalDispatch: { retry: wrong(KEY) } }),
  ],
  ['createInterceptors(key)', () => createInterceptors(wrong(KEY))],
  ['createInterceptors({ propagate: key })', () => createInterceptors({ propagate: wrong(KEY) })],
  ['createInterceptors({ autoSession: key })', () => createInterceptors({ autoSession: wrong(KEY) })],
  ['createInterceptors({ autoSessionModule: key })', () => createInterceptors({ autoSessionModule: KEY })],
  ['setupTelemetry(key)', () => setupTelemetry(wrong(KEY))],
  ['agenticSession(key, fn)', () => agenticSession(wrong(KEY), () => undefined)],
  [
    'agenticSession({ sessionId, metadata: key })',
    () => agenticSession({ sessionId: 's', metadata: wrong(KEY) }, () => undefined),
  ],
  ['agent(key, fn)', () => agent(wrong(KEY), () => undefined)],
  ['signal(key)', () => signal(wrong(KEY))],
  ['signal({ metadata: key })', () => signal({ kind: 'event', source: 'human', metadata: wrong(KEY) })],
])('%s is refused, and the key is in neither the error nor the log', async (_, use) => {
  const error = await Promise.resolve()
    .then(use)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toMatchObject({ message: expect.any(String) });
  expect(String((error as Error).stack)).not.toContain(SHOWN);
  expect(logged.join()).not.toContain(SHOWN);
});
