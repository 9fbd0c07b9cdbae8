import { agenticSession, runInSession } from './context';
import { configure } from './host/configure';
import { readReference, referenceTo } from './reference';
import { slot } from './slot';

const OTEL_API = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as unknown as Record<symbol, unknown>;
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const sessionId = 'conv-42';
const [oldSecret, newSecret] = ['an old secret of the test', 'a new secret of the test'];

const set = (references?: { secrets: string[]; maxAgeMs?: number }) =>
  configure({ apiKey: 'key', project: 'shop', references });

beforeEach(() => set());

afterEach(() => {
  jest.restoreAllMocks();
  delete globals[OTEL_API];
});

const inSession = (fn: () => string | undefined) => agenticSession({ sessionId }, fn) as string;

function inSpan(): void {
  const span = { spanContext: () => ({ traceId, spanId }) };
  globals[OTEL_API] = { context: { active: () => ({ getValue: () => span }) } };
}

describe('referenceTo()', () => {
  test('is undefined where there is no session', () => {
    inSpan();
    expect(referenceTo()).toBeUndefined();
  });

  test('refers to the session, the trace and the span of the running code', () => {
    expect(inSession(referenceTo)).toBe('k1.....conv-42');
    inSpan();
    expect(inSession(referenceTo)).toBe(`k1.${traceId}.${spanId}...conv-42`);
  });

  test('refers to what it is given; the span that is active is of another trace', () => {
    inSpan();
    const other = 'F'.repeat(32);
    expect(readReference(referenceTo({ sessionId: 'other', traceId: other }) ?? '')).toEqual({
      sessionId: 'other',
      traceId: 'f'.repeat(32),
    });
  });

  test.each([
    [{ sessionId: '' }, 'sessionId must be a string of 1 to 256 bytes'],
    [{ traceId: 'f' }, 'traceId must be 32 hexadecimal digits'],
    [{ sessionId, spanId: '0'.repeat(16) }, 'spanId must be 16 hexadecimal digits, not all of them 0'],
    [{ session: 'conv-42' }, "referenceTo() has no option 'session'"],
  ])('refuses %j', (given, message) => {
    const refusal = expect.objectContaining({ code: 'INVALID_REFERENCE', message: expect.stringContaining(message) });
    expect(() => referenceTo(given as object)).toThrow(refusal);
  });

  test.each(['a.b~c', 'ünï ✓ 𝒳', '\ud800', '~1~', '/session/7?x=%20&y', ' '])(
    'holds the session id %j in characters that a URL takes as they are',
    (id) => {
      const text = referenceTo({ sessionId: id }) ?? '';
      expect(text).toMatch(/^[\w.~-]+$/);
      expect(readReference(text)).toEqual({ sessionId: id });
    },
  );
});

describe('readReference()', () => {
  test.each([
    ['', 'must be a text that referenceTo() made'],
    ['conv-42', 'must be a text that referenceTo() made'],
    [`k1.${traceId}.${spanId}..`, 'must be a text that referenceTo() made'],
    [`k1.${'0'.repeat(32)}....conv-42`, 'must be a text that referenceTo() made'],
    [`k1..${spanId}...conv-42`, 'must be a text that referenceTo() made'],
    ['k2.....conv-42', 'of the version k1'],
    ['k1.....a~b', 'The reference names no session'],
    ['k1.....~2p~', 'The reference names no session'],
    [undefined, 'of the version k1, and is undefined'],
  ])('refuses %j', (text, message) => {
    const refusal = expect.objectContaining({ code: 'INVALID_REFERENCE', message: expect.stringContaining(message) });
    expect(() => readReference(text as string)).toThrow(refusal);
  });

  test('reads a signed one where there is no secret', () => {
    set({ secrets: [oldSecret] });
    const signed = inSession(referenceTo);
    expect(signed).toMatch(/^k1\.\.\.[0-9a-z]+\.[\w-]{43}\.conv-42$/);
    set();
    expect(readReference(signed)).toEqual({ sessionId });
  });

  test('takes with secrets what one of them signed, also the one before', () => {
    set({ secrets: [oldSecret] });
    inSpan();
    const signed = inSession(referenceTo);
    set({ secrets: [newSecret, oldSecret], maxAgeMs: 60_000 });
    expect(readReference(signed)).toEqual({ sessionId, traceId, spanId });
    set({ secrets: [newSecret] });
    expect(() => readReference(signed)).toThrow('was changed after it was signed, or was signed with a secret');
  });

  test('refuses with a secret what is not signed, and each change of what is', () => {
    set({ secrets: [oldSecret] });
    expect(() => readReference('k1.....conv-42')).toThrow('is not signed');
    inSpan();
    const signed = inSession(referenceTo);
    for (let index = 3; index < signed.length; index++) {
      const other = signed[index] === '1' ? '2' : '1';
      const changed = signed.slice(0, index) + other + signed.slice(index + 1);
      expect(() => readReference(changed)).toThrow(expect.objectContaining({ code: 'INVALID_REFERENCE' }));
    }
  });

  test('refuses one that is too old, and says by how much', () => {
    set({ secrets: [oldSecret], maxAgeMs: 60_000 });
    const signed = inSession(referenceTo);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
    expect(() => readReference(signed)).toThrow(
      /^The reference is too old: it was made 360\d s ago, and references\.maxAgeMs is 60000 ms\.$/,
    );
  });
});

test.each([
  [{ secrets: [] }],
  [{ secrets: ['short'] }],
  [{ secrets: 'a text and no list of them' }],
  [{ secrets: [oldSecret], maxAgeMs: 0 }],
  [{}],
])('configure() refuses the references %j, and shows no secret', (references) => {
  expect(() => set(references as never)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
  expect(() => set(references as never)).not.toThrow(/short|a text and/);
});

test.each([
  [[], 'an empty list'],
  [['a secret of this test alone', 'too short'], 'a list in which entry 1 is a string of 9 characters'],
  [[undefined], 'a list in which entry 0 is undefined'],
  ['a secret of this test alone', 'a string of 27 characters'],
])('configure() says which of the secrets %j is none', (secrets, what) => {
  expect(() => set({ secrets: secrets as never })).toThrow(
    `references.secrets must be a list of strings of at least 16 characters, and is ${what}.`,
  );
});

test('a runtime without the host’s side refuses references where there are secrets, and has unsigned ones otherwise', () => {
  set({ secrets: [oldSecret] });
  delete slot().referenceSeal;
  const refusal = expect.objectContaining({ code: 'UNSUPPORTED_RUNTIME' });
  expect(() => inSession(referenceTo)).toThrow(refusal);
  expect(() => readReference('k1.....conv-42')).toThrow(refusal);
  set();
  delete slot().referenceSeal;
  expect(readReference(inSession(referenceTo))).toEqual({ sessionId });
});

test('ids of a tracer that are none are left out', () => {
  const span = { spanContext: () => ({ traceId: 'trace-1', spanId: '0'.repeat(16) }) };
  globals[OTEL_API] = { context: { active: () => ({ getValue: () => span }) } };
  expect(inSession(referenceTo)).toBe('k1.....conv-42');
  delete globals[OTEL_API];
  expect(referenceTo({ sessionId, spanId })).toBe('k1.....conv-42');
});

describe('the project of a session', () => {
  const inProject = (project: string, fn: () => string | undefined) =>
    agenticSession({ sessionId, project }, fn) as string;

  test('is referred to where the session names one', () => {
    const text = inProject('tenant b.2', referenceTo);
    expect(text).toBe('k1.....conv-42.tenant~w~b~1a~2');
    expect(readReference(text)).toEqual({ sessionId, project: 'tenant b.2' });
    expect(readReference(inProject('shop', referenceTo))).toEqual({ sessionId });
    expect(readReference(referenceTo({ sessionId, project: 'c' }) ?? '')).toEqual({ sessionId, project: 'c' });
  });

  test('stays unreadable where it was', () => {
    const text = runInSession({ sessionId, project: '' }, referenceTo) ?? '';
    expect(text).toBe('k1.....conv-42.');
    expect(readReference(text)).toEqual({ sessionId, project: '' });
    expect(referenceTo(readReference(text))).toBe(text);
  });

  test('is signed with the rest', () => {
    set({ secrets: [oldSecret] });
    const text = inProject('b', referenceTo);
    expect(readReference(text)).toEqual({ sessionId, project: 'b' });
    for (const changed of [text.replace(/b$/, 'c'), text.replace(/\.b$/, ''), text.replace(/b$/, '')])
      expect(() => readReference(changed)).toThrow('was changed after it was signed');
    const plain = inSession(referenceTo);
    expect(() => readReference(`${plain}.b`)).toThrow('was changed after it was signed');
  });

  test.each(['k1.....conv-42.~', 'k1.....conv-42.~1~', 'k1.....conv-42.~1a~'])('%s names none', (text) => {
    expect(() => readReference(text)).toThrow('The reference names no project.');
  });
});
