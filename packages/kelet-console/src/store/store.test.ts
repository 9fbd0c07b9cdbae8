import { DEFAULT_LIMITS } from '../limits';
import type { ReceivedSpan } from '../receive/received';
import { openStore, type Store } from './store';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const MS = 1_000_000n;
let store: Store;
let requests = 0;

beforeEach(() => {
  store = openStore(DEFAULT_LIMITS);
});

afterEach(() => store.close());

const id = (number: number) => number.toString(16).padStart(16, '0');

/** A span of the session `conv`, of the milliseconds `from` to `to`. */
function span(
  number: number,
  more: Partial<ReceivedSpan> & { parent?: number; from?: number; to?: number } = {},
): ReceivedSpan {
  const { parent, from = number * 10, to = from + 5, ...rest } = more;
  return {
    traceId: TRACE,
    spanId: id(number),
    ...(parent !== undefined && { parentSpanId: id(parent) }),
    name: `span ${number}`,
    startTimeUnixNano: BigInt(from) * MS,
    endTimeUnixNano: BigInt(to) * MS,
    attributes: { 'gen_ai.conversation.id': 'conv' },
    resource: { 'service.name': 'test' },
    ...rest,
  };
}

/** Each call is a request of its own. */
const receive = (...spans: ReceivedSpan[]) => store.keepSpans(spans, Buffer.from(String(requests++)));
const signal = (body: object, idempotencyKey?: string) =>
  store.keepSignal({ project: 'shop', apiKey: 'secret', ...(idempotencyKey && { idempotencyKey }), body: { ...body } });
const arrived = (sessionId?: string) => store.arrived(sessionId, -1);
const list = () => store.sessions({ limit: 100, offset: 0 }).sessions;
const session = (sessionId = 'conv') => {
  const found = store.session(sessionId);
  if (found === undefined) throw new Error(`no session ${sessionId}`);
  return found;
};

describe('a session', () => {
  test('has the sums of its spans and signals, and what its spans say of it', () => {
    receive(
      span(1, { attributes: { 'gen_ai.conversation.id': 'conv', 'user.id': 'ann', 'metadata.plan': 'pro' } }),
      span(2, { status: { code: 'error', message: 'no' }, project: 'shop' }),
    );
    receive(span(3, { to: 99 }));
    signal({ session_id: 'conv', kind: 'feedback', source: 'human', score: 0, timestamp: '1970-01-01T00:00:00.200Z' });
    expect(list()).toEqual([
      {
        sessionId: 'conv',
        userId: 'ann',
        project: 'shop',
        firstAt: 10,
        lastAt: 200,
        spans: 3,
        signals: 1,
        errors: 1,
        running: false,
        verdict: 0,
      },
    ]);
    expect(session().metadata).toEqual({ plan: 'pro' });
  });

  test('is listed by its last activity, and found by its user', () => {
    receive(
      span(1, { attributes: { 'gen_ai.conversation.id': 'old', 'user.id': 'Ann' } }),
      span(2, { attributes: { 'gen_ai.conversation.id': 'new' } }),
    );
    expect(list().map(({ sessionId }) => sessionId)).toEqual(['new', 'old']);
    expect(store.sessions({ q: 'aNN', limit: 9, offset: 0 })).toMatchObject({
      total: 1,
      sessions: [{ sessionId: 'old' }],
    });
    expect(store.sessions({ limit: 1, offset: 1 })).toMatchObject({ total: 2, sessions: [{ sessionId: 'old' }] });
  });

  test('has the spans of its traces that carry no session in its tree, and none of another', () => {
    receive(span(1), span(2, { parent: 1, attributes: {} }));
    receive(span(3, { parent: 1, attributes: { 'gen_ai.conversation.id': 'other' } }));
    expect(session().tree.map(({ spanId, inSession }) => [spanId, inSession])).toEqual([
      [id(1), true],
      [id(2), false],
    ]);
    expect(list().map(({ sessionId, spans }) => [sessionId, spans])).toEqual([
      ['other', 1],
      ['conv', 1],
    ]);
  });

  test('that nobody has sent anything of is none', () => {
    receive(span(1, { attributes: {} }));
    expect([store.session('conv'), store.session('')]).toEqual([undefined, undefined]);
    expect(list()).toEqual([]);
  });
});

describe('a session is running', () => {
  const of = (more: Record<string, string>) => ({ attributes: { 'gen_ai.conversation.id': 'conv', ...more } });
  const start = span(1, { name: 'StartWorkflow:chat', ...of({ run_id: 'r' }) });
  const run = span(2, { name: 'RunWorkflow:chat', parent: 1, ...of({ runId: 'r' }) });
  const schedule = span(3, { name: 'StartActivity:reply', parent: 2, ...of({ runId: 'r' }) });
  const running = () => list()[0]?.running;

  test('from its start on, until the span of its run has come', () => {
    receive(start);
    expect(running()).toBe(true);
    receive(schedule);
    expect(running()).toBe(true);
    receive(run);
    expect(running()).toBe(false);
    expect(store.sessions({ state: 'running', limit: 9, offset: 0 }).total).toBe(0);
  });

  test('in whatever order its spans come', () => {
    receive(run);
    receive(schedule, start);
    expect(running()).toBe(false);
  });

  test('where it was there when a signal came, which tells by the id of the run', () => {
    receive(
      span(1, { name: 'SignalWithStartWorkflow:chat', attributes: { 'gen_ai.conversation.id': 'conv', run_id: 'r' } }),
    );
    expect(running()).toBe(true);
    receive(span(2, { name: 'RunWorkflow:chat', attributes: { 'gen_ai.conversation.id': 'conv', runId: 'r' } }));
    expect(running()).toBe(false);
    receive(span(3, { name: 'RunActivity:reply', attributes: { 'gen_ai.conversation.id': 'conv', run_id: 'r' } }));
    expect(running()).toBe(false);
  });

  test('where its start is not to be seen, by what happens in it', () => {
    receive(schedule);
    expect(running()).toBe(true);
    receive(run);
    expect(running()).toBe(false);
  });

  test('not for an attribute of the name alone', () => {
    receive(span(1, { name: 'tool', attributes: { 'gen_ai.conversation.id': 'conv', runId: 'x' } }));
    expect(running()).toBe(false);
  });

  test('not after a start that failed', () => {
    receive(span(1, { name: 'StartWorkflow:chat', status: { code: 'error' } }));
    expect(running()).toBe(false);
  });
});

describe('spans', () => {
  test('come back as they were sent', () => {
    const sent = span(1, {
      kind: 3,
      scope: 'agent',
      attributes: { 'gen_ai.conversation.id': 'conv', list: ['a', 1], zero: 'a\0b', half: '\ud800' },
      status: { code: 'error', message: 'no' },
      events: [{ name: 'found', timeUnixNano: 1_700_000_000_123_456_789n, attributes: { by: 'x' } }],
      links: [{ traceId: TRACE, spanId: id(9) }],
    });
    receive(sent);
    expect(arrived('conv').spans).toEqual([{ ...sent, sessionId: 'conv', copies: 1, receivedAt: expect.any(Number) }]);
    expect(store.span(TRACE, id(1))).toMatchObject({
      attributes: sent.attributes,
      scope: 'agent',
      status: sent.status,
    });
  });

  test('that come twice are counted once, and told', () => {
    receive(span(1));
    receive(span(1));
    expect(list()).toMatchObject([{ spans: 1 }]);
    expect(session().tree).toMatchObject([{ copies: 2 }]);
  });

  test('that end once more, at another time, are no copies: a workflow task was repeated', () => {
    receive(span(1, { to: 20 }));
    receive(span(1, { to: 21 }));
    expect(session().tree).toMatchObject([{ copies: 1 }]);
  });

  test('without a session are news of the sessions of their trace', () => {
    receive(span(1));
    const told: (readonly string[])[] = [];
    store.onChange((sessionIds) => told.push(sessionIds));
    receive(span(2, { parent: 1, attributes: {} }));
    expect(told).toEqual([['', 'conv']]);
  });

  test('of a request that is tried again are not doubled', () => {
    store.keepSpans([span(1)], Buffer.from('same'));
    store.keepSpans([span(1)], Buffer.from('same'));
    expect(session().tree).toMatchObject([{ copies: 1 }]);
  });

  test('of the same request whose answer was delivered are doubled: it is a second exporter', () => {
    store.keepSpans([span(1)], Buffer.from('same'))();
    store.keepSpans([span(1)], Buffer.from('same'));
    expect(session().tree).toMatchObject([{ copies: 2 }]);
  });

  test('are found by a text in their attributes', () => {
    receive(span(1, { attributes: { question: 'Why is the SKY blue?' } }), span(2));
    expect(store.search('sky', 9).spans.map(({ spanId }) => spanId)).toEqual([id(1)]);
  });

  test('of an error are found', () => {
    receive(span(1), span(2, { status: { code: 'error' } }));
    expect(store.errors(9).map(({ spanId }) => spanId)).toEqual([id(2)]);
  });
});

describe('signals', () => {
  const vote = { session_id: 'conv', kind: 'feedback', source: 'human' };

  test('with one key are one, and the key of the API is not kept', () => {
    signal({ ...vote, score: 1 }, 'once');
    signal({ ...vote, score: 1 }, 'once');
    expect(list()).toMatchObject([{ signals: 1 }]);
    expect(JSON.stringify([store.signals(9), arrived()])).not.toContain('secret');
  });

  test('of a vote that was changed: the newest counts, and the older ones are to be seen', () => {
    signal({ ...vote, score: 0, metadata: { vote_key: 'm7', span_id: id(1) } }, 'a');
    signal({ ...vote, score: 1, metadata: { vote_key: 'm7', span_id: id(1) } }, 'b');
    expect(session().votes.map(({ score, superseded, spanId }) => [score, superseded, spanId])).toEqual([
      [0, true, id(1)],
      [1, false, id(1)],
    ]);
    expect(session().verdict).toBe(1);
  });

  test('that name a trace alone are of its session, whichever comes first', () => {
    signal({ trace_id: TRACE, kind: 'feedback', source: 'human', score: 0.5 });
    expect(list()).toEqual([]);
    receive(span(1));
    signal({ trace_id: TRACE, kind: 'metric', source: 'synthetic', score: 1 });
    expect(session()).toMatchObject({ signals: 2, verdict: 0.5 });
    expect(session().votes).toHaveLength(2);
  });

  test('of nobody are listed', () => {
    signal({ kind: 'feedback', source: 'human', metadata: 'none' });
    expect(store.signals(9)).toMatchObject([{ sessionId: null, metadata: null }]);
  });
});

describe('a span that came already', () => {
  test('without a session is of the session that its copy names', () => {
    receive(span(1, { attributes: {} }));
    receive(span(1));
    expect(list()).toMatchObject([{ sessionId: 'conv', spans: 1 }]);
    expect(session().tree).toMatchObject([{ copies: 2, inSession: true }]);
  });

  test('of a session stays there, whatever its copy names', () => {
    receive(span(1));
    receive(span(1, { attributes: { 'gen_ai.conversation.id': 'other' } }));
    expect(list()).toMatchObject([{ sessionId: 'conv', spans: 1 }]);
  });

  test('for another project is no retry', () => {
    for (const project of ['a', 'b']) store.keepSpans([span(1)], Buffer.from('same'), project);
    expect(session().tree).toMatchObject([{ copies: 2 }]);
  });
});

describe('what is said of a session', () => {
  const said = (from: number, more: Record<string, unknown>) =>
    span(from, { from, attributes: { 'gen_ai.conversation.id': 'conv', ...more } });

  test.each([[[0, 1]], [[1, 0]]])('is what the newest of its spans say, in the order %j', (order) => {
    const spans = [
      said(1, { 'user.id': 'old', 'metadata.plan': 'free', 'metadata.a': 1 }),
      said(2, { 'user.id': 'new', 'metadata.plan': 'pro', 'metadata.b': 2 }),
    ];
    for (const index of order) receive(spans[index] as ReceivedSpan);
    expect(session()).toMatchObject({ userId: 'new', metadata: { plan: 'pro', a: 1, b: 2 } });
  });

  test('is flat: what is nested, however deep, is no metadata', () => {
    const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
    receive(said(1, { 'metadata.deep': deep }));
    receive(said(2, { 'metadata.deep': deep, 'metadata.a': 1 }));
    expect(session().metadata).toEqual({ a: 1 });
  });
});

test('a signal about a span is of the session of that span, in a trace that has two', () => {
  receive(span(1), span(2, { attributes: { 'gen_ai.conversation.id': 'other' } }));
  const vote = { trace_id: TRACE, kind: 'feedback', source: 'human', score: 1 };
  signal({ ...vote, metadata: { span_id: id(2) } });
  signal({ ...vote, metadata: { span_id: id(1) } });
  expect([session('conv').signals, session('other').signals]).toEqual([1, 1]);
});

test('a signal that is nested without end is kept, and so is the next one', () => {
  const metadata = JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`);
  signal({ session_id: 'conv', kind: 'feedback', source: 'human', score: 1, metadata });
  signal({ session_id: 'conv', kind: 'feedback', source: 'human', score: 0 });
  expect(session()).toMatchObject({ signals: 2, verdict: 0 });
});

test('a zero and half a character lead to no other session', () => {
  receive(span(1, { attributes: { 'gen_ai.conversation.id': 'a' } }));
  receive(span(2, { attributes: { 'gen_ai.conversation.id': 'a\0b' } }));
  expect([session('a').spans, session('a\0b').spans, store.session('\0')]).toEqual([1, 1, undefined]);
  expect(arrived('a\0b').spans).toHaveLength(1);
});

test('a statement that failed is none of the next request', () => {
  expect(() => store.keepSpans([{ ...span(1), name: null } as never], Buffer.from('bad'))).toThrow();
  receive(span(1));
  expect(session().spans).toBe(1);
});

test('many starts of children in one trace take no longer each', () => {
  const starts = Array.from({ length: 5000 }, (_, index) => span(index + 1, { name: 'StartChildWorkflow:step' }));
  receive(...starts);
  expect(session()).toMatchObject({ spans: 5000, running: true });
}, 10_000);

describe('what is kept', () => {
  test('is bounded: the session that was sent something the longest ago leaves first', async () => {
    store.close();
    store = openStore({ maxSpans: 4, maxBytes: DEFAULT_LIMITS.maxBytes });
    const of = (sessionId: string, number: number) =>
      span(number, { attributes: { 'gen_ai.conversation.id': sessionId } });
    receive(of('a', 1), of('a', 2));
    await tick();
    receive(of('b', 3), of('b', 4));
    await tick();
    receive(of('a', 5));
    expect(list().map(({ sessionId }) => sessionId)).toEqual(['a']);
    expect([store.evicted(), arrived().spans.length]).toEqual([1, 3]);
  });

  test('is bounded by bytes, also where one session has them all', async () => {
    store.close();
    store = openStore({ maxSpans: 1000, maxBytes: 100_000 });
    for (let number = 1; number <= 50; number++) receive(span(number, { resource: { text: 'x'.repeat(5000) } }));
    const left = session().tree;
    expect(left.length).toBeGreaterThan(5);
    expect(left.length).toBeLessThan(20);
    expect(left.at(-1)?.spanId).toBe(id(50));
  });

  test('is told by what the rows take: a large span that has left takes no other with it', () => {
    store.close();
    store = openStore({ maxSpans: 1000, maxBytes: 1_000_000 });
    receive(span(1, { name: 'x'.repeat(2_000_000) }));
    for (let number = 2; number <= 41; number++) receive(span(number));
    expect([session().spans, session().tree.length]).toEqual([40, 40]);
  });

  test('is bounded where signals of a trace alone are adopted', () => {
    store.close();
    store = openStore({ maxSpans: 1000, maxBytes: 100_000 });
    const large = { kind: 'event', source: 'synthetic', value: 'x'.repeat(60_000) };
    signal({ ...large, trace_id: TRACE, timestamp: '1970-01-01T00:01:00Z' });
    receive(span(1));
    expect(session()).toMatchObject({ signals: 1, lastAt: 60_000, project: 'shop' });
    signal({ ...large, session_id: 'other' });
    expect(list().map(({ sessionId }) => sessionId)).toEqual(['other']);
  });

  test('is bounded where nothing has a session', async () => {
    store.close();
    store = openStore({ maxSpans: 10, maxBytes: DEFAULT_LIMITS.maxBytes });
    for (let number = 1; number <= 50; number++) receive(span(number, { attributes: {} }));
    expect(arrived().spans.length).toBeLessThanOrEqual(10);
  });
});

test('a session whose spans came long ago is no unknown one', () => {
  receive(span(1));
  for (let number = 2; number <= 10_002; number += 1000) {
    const of = (index: number) => span(number + index, { attributes: { 'gen_ai.conversation.id': 'other' } });
    receive(...Array.from({ length: 1000 }, (_, index) => of(index)));
  }
  // Long ago: the spans of one that came just now could still come.
  const vote = (sessionId: string) =>
    store.keepExported([], [{ project: 'shop', body: { session_id: sessionId }, receivedAt: 0 }], () => ({
      receivedAt: 0,
      copies: 1,
    }));
  vote('conv');
  expect(store.findings().map(({ code }) => code)).toEqual([]);
  vote('nobody');
  expect(store.findings().map(({ code }) => code)).toEqual(['signalOfUnknownSession']);
});

test('whoever listens is told which sessions have something new', () => {
  const told: (readonly string[])[] = [];
  const stop = store.onChange((sessionIds) => told.push(sessionIds));
  receive(span(1));
  signal({ session_id: 'other' });
  stop();
  receive(span(2));
  expect(told).toEqual([['conv'], ['other']]);
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));
