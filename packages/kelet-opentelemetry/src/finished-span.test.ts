import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { agenticSession } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { stampedForExport } from './finished-span';
import { KeletSpanProcessor } from './span-processor';

const attributes = {
  'gen_ai.conversation.id': 'conv-42',
  'user.id': 'user-7',
  'metadata.plan': 'pro',
  'metadata.secret': 's',
  'http.route': '/',
};
const span = { name: 'work', attributes };
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

test('without options a span is exported as it is, the same object', () => {
  expect(stampedForExport(span, {}, undefined)).toBe(span);
  expect(
    stampedForExport({ attributes: {} }, { sessionIdAttribute: true, redact: () => ({}) }, 'shop').attributes,
  ).toEqual({});
});

test('session.id is that of the conversation', () => {
  const { attributes: all } = stampedForExport(span, { sessionIdAttribute: true }, undefined);
  expect(all).toEqual({ ...attributes, 'session.id': 'conv-42' });
});

test('a span of a session names the project that it belongs to', () => {
  expect(stampedForExport(span, {}, 'shop').attributes).toEqual({ ...attributes, 'kelet.project': 'shop' });
});

test('redact gets the user and the metadata alone, and what it gives takes their place', () => {
  const seen: unknown[] = [];
  const redact = (personal: Record<string, unknown>) => {
    seen.push(personal);
    return { 'user.id': 'hidden', 'metadata.plan': personal['metadata.plan'] };
  };
  const view = stampedForExport(span, { redact }, undefined);
  expect(seen).toEqual([{ 'user.id': 'user-7', 'metadata.plan': 'pro', 'metadata.secret': 's' }]);
  expect(view.attributes).toEqual({
    'gen_ai.conversation.id': 'conv-42',
    'user.id': 'hidden',
    'metadata.plan': 'pro',
    'http.route': '/',
  });
  expect(view.name).toBe('work');
  expect(span.attributes).toBe(attributes);
});

test('where redact throws, the span goes without them, with one warning', () => {
  const redact = () => {
    throw new Error('no table');
  };
  for (let n = 0; n < 2; n++) {
    expect(stampedForExport(span, { redact }, undefined).attributes).toEqual({
      'gen_ai.conversation.id': 'conv-42',
      'http.route': '/',
    });
  }
  expect(warnings).toEqual([expect.stringContaining('redact threw')]);
});

test.each([
  ['a promise, though it rejects', () => Promise.reject(new Error('no table'))],
  ['nothing', () => undefined],
])('where redact gives %s, too', async (_, redact) => {
  const view = stampedForExport(span, { redact: redact as never }, undefined);
  await new Promise((resolve) => setTimeout(resolve, 5)); // an unhandled rejection would fail this test
  expect(view.attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42', 'http.route': '/' });
  expect(warnings).toEqual([expect.stringMatching(/redact gave .* instead of attributes/)]);
});

test("a span of OpenTelemetry's SDK is exported as its view", async () => {
  const { BasicTracerProvider } = await import('@opentelemetry/sdk-trace-base');
  const exporter = new InMemorySpanExporter();
  const processor = new KeletSpanProcessor(new SimpleSpanProcessor(exporter), { redact: () => ({ 'user.id': 'x' }) });
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, () => tracer.startSpan('work').end());
  const [finished] = exporter.getFinishedSpans();
  expect(finished?.attributes).toEqual({ 'gen_ai.conversation.id': 'conv-42', 'user.id': 'x' });
  expect([finished?.name, finished?.spanContext().traceId.length]).toEqual(['work', 32]);
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

test.each(HOSTILE)('redact that throws %s, or gives it, exports nothing of what it was to hide', (_, value) => {
  const redacts = [
    () => {
      throw value;
    },
    () => value as never,
  ];
  for (const redact of redacts) {
    const shown = stampedForExport(span, { redact }, undefined).attributes;
    expect(shown).toEqual({ 'gen_ai.conversation.id': 'conv-42', 'http.route': '/' });
  }
  expect(warnings).toHaveLength(1);
});
