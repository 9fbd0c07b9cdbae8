import { diagnose } from './diagnose';
import type { Arrived, ArrivedSignal, ArrivedSpan } from './evidence';

const SECOND = 1_000_000_000n;
const START = 1_700_000_000n * SECOND;
const MS = 1_700_000_000_000;
const IN_SESSION = { 'gen_ai.conversation.id': 'conv-42' };

let ids = 0;

interface Given {
  readonly attributes?: Record<string, unknown>;
  readonly under?: ArrivedSpan;
  readonly at?: number;
  readonly lasts?: number;
  readonly traceId?: string;
  readonly service?: string;
  readonly more?: Partial<ArrivedSpan>;
}

/** A span of the session, which begins `at` seconds after the others and lasts one. */
function span(
  name: string,
  { attributes = IN_SESSION, under, at = 0, lasts = 1, traceId, service = 'app', more }: Given = {},
): ArrivedSpan {
  const startTimeUnixNano = START + BigInt(Math.round(at * 1000)) * 1_000_000n;
  return {
    traceId: under?.traceId ?? traceId ?? '1'.repeat(32),
    spanId: (++ids).toString(16).padStart(16, '0'),
    ...(under && { parentSpanId: under.spanId }),
    name,
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + BigInt(Math.round(lasts * 1000)) * 1_000_000n,
    attributes,
    resource: { 'service.name': service },
    ...more,
  };
}

const ofRun = (runId = 'r1', session: object = IN_SESSION) => ({ ...session, run_id: runId });
const inRun = (runId = 'r1', session: object = IN_SESSION) => ({ ...session, runId });

const codes = (spans: ArrivedSpan[], more: Partial<Arrived> = {}) =>
  diagnose({ spans, signals: [], ...more }).map(({ code }) => code);
const whereOf = (spans: ArrivedSpan[], more: Partial<Arrived> = {}) =>
  diagnose({ spans, signals: [], ...more }).flatMap(({ where }) => where);

/** One run as it is meant to be: a start, the run, an activity. */
function run(runId = 'r1', traceId = '1'.repeat(32), session: object = IN_SESSION): ArrivedSpan[] {
  const start = span('StartWorkflow:ask', { attributes: ofRun(runId, session), traceId });
  const running = span('RunWorkflow:ask', { attributes: inRun(runId, session), under: start, at: 0.1, lasts: 3 });
  const command = span('StartActivity:reply', { attributes: inRun(runId, session), under: running, at: 0.1, lasts: 2 });
  const activity = { ...ofRun(runId, session), temporalActivityId: '1' };
  return [start, running, command, span('RunActivity:reply', { attributes: activity, under: command, at: 0.2 })];
}

describe('nothing is wrong with', () => {
  test.each<[string, () => ArrivedSpan[], Partial<Arrived>?]>([
    ['nothing at all', () => []],
    ['one run', () => run()],
    ['the half of a run that is open', () => run().slice(3)],
    ['a start alone', () => run().slice(0, 1)],
    ['a run without a session, as a schedule starts it', () => run('r1', '1'.repeat(32), {}).slice(1)],
    ['two projects', () => [...run('r1'), ...run('r2', '2'.repeat(32), { ...IN_SESSION, 'kelet.project': 'b' })]],
    [
      'a session that begins within the request of a web server',
      () => {
        const request = span('GET /chat', { attributes: {} });
        return [request, span('middleware', { attributes: {}, under: request }), span('ask', { under: request })];
      },
    ],
    [
      'a signal of somebody in no session, which is handled in that of the run',
      () => {
        const sent = span('SignalWorkflow:finish', { attributes: {}, traceId: '2'.repeat(32) });
        return [...run(), sent, span('HandleSignal:finish', { attributes: inRun(), under: sent })];
      },
    ],
    [
      'a conversation within another',
      () => {
        const outer = span('outer');
        return [outer, span('inner', { attributes: { 'gen_ai.conversation.id': 'other' }, under: outer })];
      },
    ],
    [
      'continue-as-new',
      () => {
        const first = run();
        const next = span('ContinueAsNew:ask', { attributes: inRun(), under: first[1] as ArrivedSpan, at: 3 });
        return [...first, next, span('RunWorkflow:ask', { attributes: inRun('r2'), under: next, at: 4 })];
      },
    ],
    [
      'attempts of an activity, one after the other and overlapping after a time-out',
      () => {
        const all = run();
        const command = all[2] as ArrivedSpan;
        const attributes = { ...ofRun(), temporalActivityId: '1' };
        const attempt = (at: number, lasts: number) =>
          span('RunActivity:reply', { attributes, under: command, at, lasts });
        return [...all.slice(0, 3), attempt(0.2, 0.01), attempt(0.3, 9), attempt(1.5, 0.5)];
      },
    ],
    [
      'a workflow task that was repeated, which ends its spans again',
      () => {
        const all = run();
        return [...all, { ...(all[1] as ArrivedSpan), endTimeUnixNano: START + 9n * SECOND }];
      },
    ],
    [
      'a second start of the same run, which joins it',
      () => [...run(), span('StartWorkflow:ask', { attributes: ofRun(), traceId: '3'.repeat(32), at: 20 })],
    ],
    [
      'a start that joins a run which something else had started',
      () => [...run().slice(1), span('StartWorkflow:ask', { attributes: ofRun(), traceId: '3'.repeat(32), at: 20 })],
    ],
    [
      'a query that is answered long after',
      () => {
        const asked = span('QueryWorkflow:state', { traceId: '4'.repeat(32), at: 3600 });
        return [...run(), asked, span('HandleQuery:state', { attributes: inRun(), under: asked, at: 3 })];
      },
    ],
    [
      'what the handler of a signal does in its own trace',
      () => {
        const sent = span('SignalWorkflow:more', { traceId: '5'.repeat(32) });
        const handled = span('HandleSignal:more', { attributes: inRun(), under: sent });
        const command = span('StartActivity:reply', { attributes: inRun(), under: handled });
        const attributes = { ...ofRun(), temporalActivityId: '2' };
        return [...run(), sent, handled, command, span('RunActivity:reply', { attributes, under: command })];
      },
    ],
    [
      'clocks that differ by less than a second',
      () => [
        ...run().slice(0, 1),
        ...run('r2').map((one) => ({ ...one, receivedAt: Number(one.endTimeUnixNano / 1_000_000n) - 900 })),
      ],
    ],
    [
      'a span of the user that says that it began earlier',
      () => {
        const parent = span('work');
        return [parent, span('waited in a queue', { under: parent, at: -60 })];
      },
    ],
    ['a vote without any span', () => [], { signals: [vote('conv-9')] }],
    ['a vote on the session', () => run(), { signals: [vote('conv-42')] }],
    [
      'a vote that came before the spans',
      () => run().map((one) => ({ ...one, receivedAt: MS + 5_000 })),
      { signals: [vote('conv-9', MS + 1_000)] },
    ],
    ['one session whose spans went elsewhere', () => run(), { sessionId: 'conv-9', signals: [vote('conv-9')] }],
    [
      'large metadata that travelled',
      () => run('r1', '1'.repeat(32), { ...IN_SESSION, 'metadata.text': 'x'.repeat(3000) }),
    ],
  ])('%s', (_, spans, more = {}) => {
    expect(diagnose({ spans: spans(), signals: [], ...more })).toEqual([]);
  });
});

function vote(sessionId: string, receivedAt?: number): ArrivedSignal {
  return {
    project: 'shop',
    body: { kind: 'feedback', trigger_name: 'thumbs', session_id: sessionId },
    ...(receivedAt !== undefined && { receivedAt }),
  };
}

describe('sessionLostOnTheWay', () => {
  const lost = () => {
    const [start, ...others] = run();
    return [
      start as ArrivedSpan,
      ...others.map((one) => ({ ...one, attributes: { runId: 'r1' }, resource: { 'service.name': 'worker' } })),
    ];
  };

  test('all spans of the run are counted, and none of them apart', () => {
    expect(codes(lost())).toEqual(['sessionLostOnTheWay']);
    expect(whereOf(lost())).toEqual(
      expect.arrayContaining(["sessions: 'conv-42'", "runs: 'r1'", '1 span RunWorkflow:ask']),
    );
    expect(whereOf(lost())[0]).toMatch(/from 'app' to 'worker': .*on the client or on the worker/);
  });

  test('the worker is right where it has the sessions of others, and the client where its others arrive', () => {
    const of = (name: string) => (one: ArrivedSpan) => ({ ...one, resource: { 'service.name': name } });
    const [start, ...rest] = run('r2', '2'.repeat(32));
    const others = rest.map(of('worker'));
    expect(whereOf([...lost(), of('web')(start as ArrivedSpan), ...others])[0]).toMatch(/missing on the client/);
    const elsewhere = run('r3', '3'.repeat(32)).map((one, index) => of(index === 0 ? 'app' : 'good worker')(one));
    expect(whereOf([...lost(), ...elsewhere])[0]).toMatch(/missing on the worker/);
  });
});

test('spansWithoutSession: names, counts, and the session above them', () => {
  const spans = run();
  const [activity] = spans.slice(3);
  const call = () => span('chat gpt', { attributes: {}, under: activity as ArrivedSpan });
  const model = [call(), call()];
  expect(codes([...spans, ...model])).toEqual(['spansWithoutSession']);
  expect(whereOf([...spans, ...model])).toEqual([
    "2 spans of 'app'",
    '2 spans chat gpt',
    "sessions above them: 'conv-42'",
    `trace ${'1'.repeat(32)}`,
  ]);
});

test('spans whose parents form a ring, which no trace has, end', () => {
  const [a, b] = [span('a', { attributes: {} }), span('b', { attributes: {} })];
  const ring = [
    { ...a, parentSpanId: b.spanId },
    { ...b, parentSpanId: a.spanId },
  ];
  expect(codes([...run(), ...ring])).toEqual([]);
});

describe('startInManyTraces', () => {
  test.each([
    ['the run', 'RunWorkflow:ask'],
    ['an activity', 'RunActivity:reply'],
    ['a command', 'StartActivity:reply'],
  ])('%s begins a trace of its own', (_, name) => {
    const spans = run().map((one) =>
      one.name === name ? { ...one, traceId: '9'.repeat(32), parentSpanId: undefined } : one,
    );
    expect(codes(spans as ArrivedSpan[])).toContain('startInManyTraces');
    expect(whereOf(spans as ArrivedSpan[]).join()).toMatch(/run r1 in 2 traces/);
  });
});

describe('doubled spans', () => {
  test('spansTwice: the same ids and the same end, or more than one copy', () => {
    const spans = run();
    expect(codes([...spans, ...spans.slice(2)])).toEqual(['spansTwice']);
    expect(whereOf([...spans, ...spans.slice(2)])[0]).toBe('2 spans more than there should be');
    expect(codes(spans.map((one) => ({ ...one, copies: 2 })))).toEqual(['spansTwice']);
  });

  test('operationTwice: a start within the same start', () => {
    const [start, ...rest] = run();
    const outer = span('StartWorkflow:ask', { attributes: ofRun(), lasts: 2 });
    expect(codes([outer, { ...(start as ArrivedSpan), parentSpanId: outer.spanId }, ...rest])).toEqual([
      'operationTwice',
    ]);
  });

  test('operationTwice: an activity within the time of the same attempt', () => {
    const spans = run();
    const attributes = { ...ofRun(), temporalActivityId: '1' };
    const inner = span('RunActivity:reply', { attributes, under: spans[2] as ArrivedSpan, at: 0.201, lasts: 0.9 });
    expect(codes([...spans, inner])).toEqual(['operationTwice']);
  });

  test('operationTwice: the outer one without its session, by a clock of milliseconds', () => {
    const spans = run();
    const [inner] = spans.slice(3) as [ArrivedSpan];
    const { 'gen_ai.conversation.id': _, ...attributes } = inner.attributes;
    for (const later of [1n, -900_000n]) {
      const outer = { ...inner, spanId: 'f'.repeat(16), attributes, endTimeUnixNano: inner.endTimeUnixNano + later };
      expect(codes([...spans, outer])).toEqual(['operationTwice']);
    }
  });
});

describe('workerSpansMissing', () => {
  const starts = (count: number, apart: number) =>
    Array.from({ length: count }, (_, n) => span('StartWorkflow:ask', { attributes: ofRun(`r${n}`), at: n * apart }));

  test('several starts, and no span of any worker in all that time', () => {
    expect(codes(starts(3, 10))).toEqual(['workerSpansMissing']);
  });

  test.each([
    ['too few', () => starts(2, 60)],
    ['too soon', () => starts(9, 1)],
    ['one worker', () => [...starts(3, 10), span('RunActivity:other', { traceId: '7'.repeat(32) })]],
    ['no session', () => starts(3, 10).map((one) => ({ ...one, attributes: {} }))],
  ])('%s tells nothing', (_, spans) => {
    expect(codes(spans())).toEqual([]);
  });
});

test('metadataTooLarge: the client has them, and the run has not', () => {
  const [start, ...rest] = run();
  const large = { ...(start as ArrivedSpan), attributes: { ...ofRun(), 'metadata.text': 'x'.repeat(3000) } };
  expect(codes([large, ...rest])).toEqual(['metadataTooLarge']);
  expect(whereOf([large, ...rest])).toEqual(["sessions: 'conv-42'", 'up to 3011 bytes, and 2048 is the limit']);
  const small = { ...large, attributes: { ...ofRun(), 'metadata.text': 'x' } };
  expect(codes([small, ...rest])).toEqual([]);
});

describe('signals', () => {
  test('signalOfUnknownSession: of which sessions, and which are known', () => {
    const signals = [vote('conv-43'), vote('conv-42')];
    expect(codes(run(), { signals })).toEqual(['signalOfUnknownSession']);
    expect(whereOf(run(), { signals })).toEqual([
      "1 signal: 'thumbs'",
      "sessions of signals: 'conv-43'",
      "sessions of spans: 'conv-42'",
    ]);
  });

  test('one that names a trace that is there is at its place', () => {
    const signal = vote('conv-43');
    const signals = [{ ...signal, body: { ...signal.body, trace_id: '1'.repeat(32) } }];
    expect(codes(run(), { signals })).toEqual([]);
  });

  test('signalsNotServed: the command has failed, and nobody has taken it', () => {
    const spans = run();
    const attributes = inRun();
    const failed = span('StartActivity:_kelet_signal', {
      attributes,
      under: spans[1] as ArrivedSpan,
      more: { status: { code: 'error', message: 'Activity task timed out' } },
    });
    expect(codes([...spans, failed])).toEqual(['signalsNotServed']);
    const taken = span('RunActivity:_kelet_signal', {
      attributes: { ...ofRun(), temporalActivityId: '2' },
      under: failed,
      at: 1,
    });
    expect(codes([...spans, failed, taken])).toEqual([]);
  });
});

describe('clockOff', () => {
  test('an activity begins long before it was asked for', () => {
    const spans = run();
    const early = {
      ...(spans[3] as ArrivedSpan),
      startTimeUnixNano: START - 5n * SECOND,
      resource: { 'service.name': 'app', 'host.name': 'pod-7' },
    };
    expect(codes([...spans.slice(0, 3), early])).toEqual(['clockOff']);
    expect(whereOf([...spans.slice(0, 3), early])[0]).toMatch(/^'app' on pod-7 begins .* up to 5100 ms, in 1 span/);
  });

  test('a span ends after it has arrived', () => {
    const spans = run().map((one) => ({ ...one, receivedAt: Number(one.endTimeUnixNano / 1_000_000n) - 2_500 }));
    expect(codes(spans)).toEqual(['clockOff']);
  });
});

test('100,000 spans take well under a second', () => {
  const spans = Array.from({ length: 25_000 }, (_, n) =>
    run(`r${n}`, n.toString(16).padStart(32, '0'), { 'gen_ai.conversation.id': `conv-${n % 1000}` }),
  ).flat();
  const before = process.cpuUsage();
  expect(diagnose({ spans, signals: [] })).toEqual([]);
  // The time of the processor: other tests run beside.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
});

test('one trace of 50,000 spans, each below the other, is no matter', () => {
  const spans: ArrivedSpan[] = [];
  for (let n = 0; n < 50_000; n++)
    spans.push(span(`s${n}`, n === 0 ? {} : { attributes: {}, under: spans[n - 1] as ArrivedSpan }));
  expect(codes(spans.reverse())).toEqual(['spansWithoutSession']);
});

test('a signal is of no unknown session as long as spans of that may be on their way', () => {
  const came = MS + 5_000;
  const spans = run().map((one) => ({ ...one, receivedAt: came }));
  const at = (now?: number) =>
    diagnose({ spans, signals: [vote('Conv-42', came)], ...(now !== undefined && { now }) }).map(({ code }) => code);
  expect([at(), at(came + 29_999)]).toEqual([[], []]);
  expect(at(came + 30_000)).toEqual(['signalOfUnknownSession']);
});
