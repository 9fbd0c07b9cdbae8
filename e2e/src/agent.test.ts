import { agent, agenticSession, configure, flush, getTraceId, signal } from 'kelet';
import type { Receiver } from 'kelet-console';
import { setupTelemetry } from 'kelet-opentelemetry';
import { startReceiver } from './support/receiver';
import { API_KEY } from './support/secret';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const { spanProcessor } = setupTelemetry({ serviceName: 'e2e' });
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
});

afterAll(() => receiver.close());

async function spansOf(run: () => unknown) {
  const before = receiver.spans.length;
  await agenticSession(session, run);
  await spanProcessor.forceFlush();
  return receiver.spans.slice(before);
}

test('an agent is a span of its own in the session, and what it does is inside', async () => {
  const spans = await spansOf(() =>
    agent({ name: 'planner' }, async () => {
      await agent({ name: 'searcher' }, async () => signal({ kind: 'event', source: 'synthetic' }));
      await flush();
    }),
  );
  const [inner, outer] = spans;
  expect(spans.map(({ name }) => name)).toEqual(['invoke_agent searcher', 'invoke_agent planner']);
  expect(inner?.parentSpanId).toBe(outer?.spanId);
  expect(outer?.attributes).toEqual({
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'planner',
    'gen_ai.conversation.id': 'conv-42',
    'user.id': 'user-7',
    'metadata.plan': 'pro',
    'kelet.project': 'e2e',
  });
  expect(receiver.signals.map(({ body }) => body)).toEqual([
    { session_id: 'conv-42', trace_id: inner?.traceId, kind: 'event', source: 'synthetic' },
  ]);
});

test('returns what the function returns, or throws what it throws, and ends its span', async () => {
  const failure = new Error('of the user');
  const seen: unknown[] = [];
  const spans = await spansOf(async () => {
    seen.push(agent({ name: 'sync' }, () => 1));
    seen.push(await agent({ name: 'async' }, () => Promise.resolve(2)));
    const fails = () => {
      throw failure;
    };
    expect(() => agent({ name: 'throws' }, fails)).toThrow(failure);
    await expect(agent({ name: 'rejects' }, () => Promise.reject(failure))).rejects.toBe(failure);
  });
  expect(seen).toEqual([1, 2]);
  expect(spans.map(({ name }) => name.split(' ')[1])).toEqual(['sync', 'async', 'throws', 'rejects']);
});

describe('an agent that streams', () => {
  async function* answer() {
    yield getTraceId();
    await agent({ name: 'searcher' }, async () => undefined);
    yield getTraceId();
  }

  test.each<[string, () => AsyncIterable<unknown> | Iterable<unknown>]>([
    ['async', answer],
    [
      'sync',
      function* () {
        yield getTraceId();
        agent({ name: 'searcher' }, () => undefined);
        yield getTraceId();
      },
    ],
  ])('is one span around all steps of its %s generator', async (_, stream) => {
    const seen: unknown[] = [];
    const spans = await spansOf(async () => {
      for await (const traceId of agent({ name: 'planner' }, stream)) seen.push(traceId, getTraceId());
    });
    const [inner, outer] = spans;
    expect(spans.map(({ name }) => name)).toEqual(['invoke_agent searcher', 'invoke_agent planner']);
    expect(inner?.parentSpanId).toBe(outer?.spanId);
    // The consumer has none of its own, and gets none.
    expect(seen).toEqual([outer?.traceId, undefined, outer?.traceId, undefined]);
  });

  test('ends its span once: at its end, where its consumer breaks off, and where it fails', async () => {
    const failure = new Error('of the user');
    const spans = await spansOf(async () => {
      const whole = agent({ name: 'whole' }, answer);
      for await (const _ of whole);
      expect(await whole.next()).toEqual({ done: true, value: undefined });
      for await (const _ of agent({ name: 'left' }, answer)) break;
      await expect(agent({ name: 'thrown' }, answer).throw(failure)).rejects.toBe(failure);
      await agent({ name: 'unused' }, answer).return(undefined);
      const fails = agent({ name: 'fails' }, function* () {
        yield 1;
        throw failure;
      });
      expect(() => [...fails]).toThrow(failure);
    });
    const names = spans.map(({ name }) => name.split(' ')[1]).filter((name) => name !== 'searcher');
    expect(names).toEqual(['whole', 'left', 'thrown', 'unused', 'fails']);
  });
});

test.each([undefined, '', 5])('a name that is none is refused: %j', (name) => {
  expect(() => agent({ name } as never, () => 1)).toThrow(/^agent\(\): name must be a string of 1 to 256 bytes/);
  expect(() => agent(name as never, () => 1)).toThrow(/^agent\(\) takes an object with name/);
});

const throws = () => {
  throw new Error('not for reading');
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

/** What user code may throw or give, and what to look at of which may throw. */
const HOSTILE: [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked],
  ['an object whose every property throws', new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws })],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: throws })],
  ['an object whose then throws', Object.fromEntries([['then', throws]])],
  ['a symbol', Symbol('s')],
  ['undefined', undefined],
];

test.each(HOSTILE)('throws %s as it is, where the function does, and ends its span', async (_, value) => {
  const thrown: unknown[] = [];
  const spans = await spansOf(async () => {
    try {
      agent({ name: 'throws' }, () => {
        throw value;
      });
    } catch (error) {
      thrown.push(error);
    }
    await agent({ name: 'rejects' }, () => Promise.reject(value)).catch((error) => thrown.push(error));
  });
  expect(thrown.map((error) => Object.is(error, value))).toEqual([true, true]);
  expect(spans.map(({ name }) => name)).toEqual(['invoke_agent throws', 'invoke_agent rejects']);
});
