import { configure } from './configure';
import type { ConfigureOptions } from './configure-types';
import { agenticSession } from './context';
import { referenceTo } from './reference';
import { signal } from './signal';
import type { Signal, SignalBody, SignalTransport } from './signal-types';
import { slot, type WorkflowSlot } from './slot';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const OTHER_TRACE_ID = 'f'.repeat(32);
const globals = globalThis as unknown as Record<symbol, unknown>;
const feedback: Signal = { kind: 'feedback', source: 'human' };
let sent: SignalBody[];
let warnings: string[];

beforeEach(() => {
  sent = [];
  warnings = [];
  const current = slot();
  current.warned.clear();
  current.warn = (message) => warnings.push(message);
  delete current.workflow;
  take(async (body) => {
    sent.push(body);
  });
});

function take(send: SignalTransport['send'], options: ConfigureOptions = {}): void {
  configure({ apiKey: 'key', project: 'shop', ...options, signals: { transport: { send } } });
}

afterEach(() => {
  delete globals[OTEL_API];
});

function inSpan(traceId: string): void {
  const span = { spanContext: () => ({ traceId }) };
  globals[OTEL_API] = { context: { active: () => ({ getValue: () => span }) } };
}

describe('a signal', () => {
  test('belongs to the session and the trace of the running code', async () => {
    inSpan(TRACE_ID);
    await agenticSession({ sessionId: 'conv-42' }, () => signal(feedback));
    expect(sent).toEqual([{ session_id: 'conv-42', trace_id: TRACE_ID, kind: 'feedback', source: 'human' }]);
  });

  test('belongs to the ids that it is given before those', async () => {
    inSpan(TRACE_ID);
    const given = { ...feedback, sessionId: 'other', traceId: OTHER_TRACE_ID };
    await agenticSession({ sessionId: 'conv-42' }, () => signal(given));
    expect(sent).toMatchObject([{ session_id: 'other', trace_id: OTHER_TRACE_ID }]);
  });

  test('whose metadata hold the key is the same as one that is given it', async () => {
    inSpan(TRACE_ID);
    const session = { sessionId: 'conv-42' };
    await agenticSession(session, () => signal({ ...feedback, metadata: { vote_key: 'vote:7' } }));
    await agenticSession(session, () => signal({ ...feedback, key: 'vote:7' }));
    expect(sent[0]).toEqual({ session_id: 'conv-42', ...feedback, metadata: { vote_key: 'vote:7' } });
    expect(sent[1]).toEqual(sent[0]);
  });

  test('with a key is judged apart from the trace in which it is sent, and has it where nothing else tells', async () => {
    inSpan(TRACE_ID);
    await agenticSession({ sessionId: 'conv-42' }, () => signal({ ...feedback, key: 'vote:7' }));
    await agenticSession({ sessionId: 'conv-42' }, () =>
      signal({ ...feedback, key: 'vote:7', traceId: OTHER_TRACE_ID }),
    );
    await signal({ ...feedback, key: 'vote:7' });
    const metadata = { vote_key: 'vote:7' };
    expect(sent).toEqual([
      { ...feedback, session_id: 'conv-42', metadata },
      { ...feedback, session_id: 'conv-42', trace_id: OTHER_TRACE_ID, metadata },
      { ...feedback, trace_id: TRACE_ID, metadata },
    ]);
  });

  test('about a reference belongs to what that names, and to nothing that runs', async () => {
    inSpan(TRACE_ID);
    const spanId = 'b7ad6b7169203331';
    const about = referenceTo({ sessionId: 'theirs', traceId: OTHER_TRACE_ID, spanId });
    await agenticSession({ sessionId: 'conv-42' }, () => signal({ ...feedback, about, metadata: { page: 3 } }));
    await signal({ ...feedback, about: 'k1.....theirs' });
    expect(sent).toEqual([
      { ...feedback, session_id: 'theirs', trace_id: OTHER_TRACE_ID, metadata: { span_id: spanId, page: 3 } },
      { ...feedback, session_id: 'theirs' },
    ]);
  });

  test.each<[object, string, string]>([
    [{ about: 'k1.....s', traceId: TRACE_ID }, 'INVALID_SIGNAL', 'signal(): about names the session and the trace'],
    [{ about: 'k1.....s', sessionId: 's' }, 'INVALID_SIGNAL', 'signal(): about names the session and the trace'],
    [
      { about: null },
      'INVALID_REFERENCE',
      'signal(): about must be a text that referenceTo() made, of the version k1, and is null',
    ],
    [{ key: '' }, 'INVALID_SIGNAL', 'signal(): key must be a string of 1 to 256 bytes'],
    [{ key: 'a', metadata: { vote_key: 'b' } }, 'INVALID_SIGNAL', 'key and metadata.vote_key differ'],
  ])('that is given %j is refused', async (given, code, message) => {
    const refused = signal({ ...feedback, ...given } as Signal);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(sent).toEqual([]);
  });

  test('with metadata that write themselves has its key beside what they write', async () => {
    const metadata = { a: 1, toJSON: () => ({ b: 2 }) };
    await signal({ ...feedback, sessionId: 's', key: 'v', metadata });
    expect(sent).toEqual([{ ...feedback, session_id: 's', metadata: { b: 2, vote_key: 'v' } }]);
  });

  test('needs no session where there is a trace', async () => {
    inSpan(TRACE_ID);
    await signal(feedback);
    expect(sent).toEqual([{ trace_id: TRACE_ID, kind: 'feedback', source: 'human' }]);
  });

  test('has each field under its name on the wire', async () => {
    await signal({
      ...feedback,
      sessionId: 'conv-42',
      traceId: TRACE_ID,
      triggerName: 'thumbs-up',
      score: 0,
      value: '',
      confidence: 0.5,
      metadata: { page: 'checkout' },
      timestamp: '2026-01-02T03:04:05+02:00',
    });
    expect(sent).toEqual([
      {
        session_id: 'conv-42',
        trace_id: TRACE_ID,
        kind: 'feedback',
        source: 'human',
        trigger_name: 'thumbs-up',
        score: 0,
        value: '',
        confidence: 0.5,
        metadata: { page: 'checkout' },
        timestamp: '2026-01-02T01:04:05.000Z',
      },
    ]);
  });

  test('has no key for a field without a value', async () => {
    await signal({ ...feedback, sessionId: 's', score: undefined });
    expect(Object.keys(sent[0] ?? {})).toEqual(['session_id', 'kind', 'source']);
  });

  test('takes a Date', async () => {
    await signal({ ...feedback, sessionId: 's', timestamp: new Date(0) });
    expect(sent).toMatchObject([{ timestamp: '1970-01-01T00:00:00.000Z' }]);
  });
});

test('a signal says what was so when it was called for', async () => {
  let start = () => {};
  const begun = new Promise<void>((resolve) => {
    start = resolve;
  });
  take(async (body) => {
    await begun;
    sent.push(body);
  });
  const metadata: Record<string, unknown> = { step: 1, when: new Date(0) };
  const settled = signal({ ...feedback, sessionId: 's', metadata });
  metadata['step'] = 2;
  start();
  await settled;
  expect(sent[0]?.metadata).toEqual({ step: 1, when: '1970-01-01T00:00:00.000Z' });
});

describe('a signal that cannot be sent', () => {
  test('is dropped with one warning where it belongs to nothing', async () => {
    await signal(feedback);
    await signal(feedback);
    expect(sent).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('outside of a session and of a trace, and was dropped')]);
  });

  test('is dropped with one warning where nothing takes signals', async () => {
    delete slot().settings;
    delete slot().signalTransport;
    await signal({ ...feedback, sessionId: 's' });
    await signal({ ...feedback, sessionId: 's' });
    expect(warnings).toEqual([expect.stringContaining('Call configure() first')]);
  });

  test('rejects, and never throws, where it is not valid', async () => {
    const settled = signal({ ...feedback, sessionId: 's', score: 2 });
    await expect(settled).rejects.toThrow('signal(): score must be a number from 0 to 1, and is the number 2.');
    expect(sent).toEqual([]);
  });

  test('is logged and ends no process where nobody awaits it', async () => {
    void signal({ ...feedback, sessionId: 's', score: 2 });
    void signal({ ...feedback, sessionId: 's', score: 3 });
    take(() => Promise.reject(new Error('no queue')), { signalFailureMode: 'raise' });
    void signal({ ...feedback, sessionId: 's' });
    await new Promise((resolve) => setTimeout(resolve, 5)); // an unhandled rejection would fail this test
    expect(warnings).toEqual([
      expect.stringContaining('is the number 2. The signal was not sent.'),
      expect.stringContaining('failed with Error: no queue.'),
    ]);
  });

  test('is dropped with one warning where there is no key, also where failures are raised', async () => {
    slot().signalTransport = { send: () => Promise.reject(new Error('asked')) };
    configure({ project: 'shop' });
    warnings = [];
    await signal({ ...feedback, sessionId: 's', raiseOnFailure: true });
    expect(warnings).toEqual([expect.stringContaining('found no API key or no project')]);
  });
});

describe('in workflow code', () => {
  const refusal = new Error('of Temporal');
  let allowed: boolean;

  beforeEach(() => {
    allowed = true;
    slot().workflow = {
      signalTransport: {
        async send(body) {
          sent.push(body);
        },
      },
      assertSignalsAllowed() {
        if (!allowed) throw refusal;
      },
      toFailure: () => refusal,
    };
  });

  afterEach(() => {
    delete slot().workflow;
  });

  test('a signal goes to the transport of the run, and with no key', async () => {
    delete slot().settings;
    await signal({ ...feedback, sessionId: 's' });
    expect(sent).toHaveLength(1);
  });

  test("a signal goes to the transport of the run before the user's, which would send it again at a replay", async () => {
    const taken: SignalBody[] = [];
    take(async (body) => {
      taken.push(body);
    });
    await signal({ ...feedback, sessionId: 's' });
    expect([sent.length, taken.length]).toEqual([1, 0]);
  });

  test('one that is not valid is refused with an error of Temporal, which nobody has to catch', async () => {
    const settled = signal({ ...feedback, sessionId: 's', score: 2 });
    await new Promise((resolve) => setTimeout(resolve, 5)); // an unhandled rejection would end this process
    await expect(settled).rejects.toBe(refusal);
  });

  test('one that is not allowed is refused at once, so that a query fails with it', () => {
    allowed = false;
    expect(() => signal({ ...feedback, sessionId: 's' })).toThrow(refusal);
    expect(sent).toEqual([]);
  });

  test('a session or a configuration that is not valid is refused with an error of Temporal', () => {
    expect(() => configure({ apiUrl: 'nowhere' })).toThrow(refusal);
    expect(() => agenticSession({ sessionId: '' }, () => undefined)).toThrow(refusal);
  });

  test('the failure mode is that of the worker, unless workflow code has configured one', async () => {
    const modes: unknown[] = [];
    const { workflow } = slot();
    const send: SignalTransport['send'] = async (_, { raiseOnFailure }) => {
      modes.push(raiseOnFailure);
    };
    slot().workflow = { ...(workflow as WorkflowSlot), signalTransport: { send }, signalFailureMode: 'raise' };
    delete slot().settings;
    await signal({ ...feedback, sessionId: 's' });
    await signal({ ...feedback, sessionId: 's', raiseOnFailure: false });
    configure({ signalFailureMode: 'swallow' });
    await signal({ ...feedback, sessionId: 's' });
    expect(modes).toEqual([true, false, false]);
    expect(warnings).toEqual([]);
  });
});
