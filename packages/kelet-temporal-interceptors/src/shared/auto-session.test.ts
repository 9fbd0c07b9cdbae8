import { type AutoSession, deriveSession } from './auto-session';

const info = { workflowId: 'chat/session/conv-7/x', workflowType: 'chat' };

function derive(autoSession: AutoSession | undefined, workflowId = info.workflowId) {
  const reports: string[] = [];
  const session = deriveSession(autoSession, { ...info, workflowId }, (key) => reports.push(key));
  return { sessionId: session?.sessionId, reports };
}

test.each<[AutoSession | undefined, string | undefined, string[]]>([
  [undefined, undefined, []],
  [false, undefined, []],
  [true, 'conv-7', []],
  [({ workflowType }) => `of-${workflowType}`, 'of-chat', []],
  [() => undefined, undefined, []],
  [() => '', undefined, ['auto:invalid']],
  [(() => 42) as never, undefined, ['auto:invalid']],
])('%p derives %p', (autoSession, sessionId, reports) => {
  expect(derive(autoSession)).toEqual({ sessionId, reports });
});

test('a workflow id without a segment has none, and that is reported', () => {
  expect(derive(true, 'chat-7')).toEqual({ sessionId: undefined, reports: ['auto:no-segment'] });
});

test('a function that throws gives none, and that is reported', () => {
  const throws = () => {
    throw new Error('no');
  };
  expect(derive(throws)).toEqual({ sessionId: undefined, reports: ['auto:threw'] });
});

test('an async function gives none, is reported, and its rejection harms nobody', async () => {
  const rejects = (async () => {
    throw new Error('no');
  }) as never;
  expect(derive(rejects)).toEqual({ sessionId: undefined, reports: ['auto:async'] });
  await new Promise(setImmediate);
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

test.each(HOSTILE)('a function that throws %s gives none, and that is reported once', (_, value) => {
  const hostile = () => {
    throw value;
  };
  expect(derive(hostile)).toEqual({ sessionId: undefined, reports: ['auto:threw'] });
});

test.each(HOSTILE)('a function that gives %s gives none, and that is reported, unless it is undefined', (_, value) => {
  const { sessionId, reports } = derive((() => value) as never);
  expect(sessionId).toBeUndefined();
  expect(reports).toHaveLength(value === undefined ? 0 : 1);
});
