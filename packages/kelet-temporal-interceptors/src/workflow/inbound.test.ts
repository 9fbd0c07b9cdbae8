import { agenticSession, getSession } from 'kelet-core';
import { runInSession, stampSpan } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { inboundInterceptor } from './inbound';
import { createRunSession } from './run-session';

const base = { sessionId: 'conv-42', userId: 'user-7' };
const HOOKS = ['execute', 'handleSignal', 'handleQuery', 'handleUpdate', 'validateUpdate'] as const;

describe("Temporal's span of a message that began in the code that set its handler", () => {
  const OTEL_API = Symbol.for('opentelemetry.js.api.1');
  const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
  const globals = globalThis as unknown as Record<symbol, unknown>;
  const caller = { sessionId: 'of-caller', userId: 'user-1', metadata: { plan: 'pro' } };
  const { handleSignal, handleUpdate } = inboundInterceptor(createRunSession());
  const input = { headers: inject(base, {}), signalName: 'tell', name: 'change' };

  /** What is on a span of this name, begun in the session of the caller, when a hook has run. */
  function after(name: string, handle: typeof handleSignal, others: object = {}): object {
    const attributes: Record<string, unknown> = { ...others };
    const set = (given: object) => Object.assign(attributes, given);
    const span = { name, attributes, setAttributes: set, spanContext: () => ({}) };
    globals[OTEL_API] = {
      context: { active: () => ({ getValue: (key: symbol) => (key === SPAN ? span : undefined) }) },
    };
    try {
      runInSession(caller, () => {
        stampSpan(span, caller);
        handle(input, () => undefined);
      });
    } finally {
      delete globals[OTEL_API];
    }
    return attributes;
  }

  const ofCaller = { 'gen_ai.conversation.id': 'of-caller', 'user.id': 'user-1', 'metadata.plan': 'pro' };
  const ofMessage = { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7' };

  test('has the session of the message, and nothing of the other one', () => {
    expect(after('HandleSignal:tell', handleSignal)).toEqual(ofMessage);
    expect(after('HandleUpdate:change', handleUpdate)).toEqual(ofMessage);
  });

  test('keeps what others have set', () => {
    const others = { 'user.id': 'set', 'metadata.region': 'eu' };
    expect(after('HandleSignal:tell', handleSignal, others)).toEqual({ ...ofMessage, ...others });
  });

  test.each(['HandleSignal:more:tell', 'HandleUpdate:tell', 'tell', 'plan'])('is no other one, such as %s', (name) => {
    expect(after(name, handleSignal)).toEqual(ofCaller);
  });
});

test('every handler of a workflow has its hook', () => {
  expect(Object.keys(inboundInterceptor(createRunSession())).sort()).toEqual([...HOOKS].sort());
});

describe.each(HOOKS)('%s', (hook) => {
  const run = createRunSession();
  run.begin(inject(base, {}));
  const handle = inboundInterceptor(run)[hook];

  test('runs in the session of the run', () => {
    expect(handle({ headers: {} }, getSession)).toEqual(base);
  });

  test('runs in the session of the message where it has one', () => {
    expect(handle({ headers: inject({ sessionId: 'other' }, {}) }, getSession)).toEqual({
      sessionId: 'other',
    });
  });

  test('runs in none where there is none, whatever context it was buffered in', () => {
    const withoutSession = inboundInterceptor(createRunSession())[hook];
    const seen = agenticSession({ sessionId: 'of-set-handler' }, () => withoutSession({ headers: {} }, getSession));
    expect(seen).toBeUndefined();
  });

  test('hands its input on, and returns what the next returns, the very same promise', () => {
    const input = { headers: {}, args: [1] };
    const promise = Promise.resolve();
    let seen: unknown;
    const result = handle(input, (given) => {
      seen = given;
      return promise;
    });
    expect(seen).toBe(input);
    expect(result).toBe(promise);
  });
});
