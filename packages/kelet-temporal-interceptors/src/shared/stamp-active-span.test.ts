import { createRequire } from 'node:module';
import { join } from 'node:path';
import { agenticSession } from 'kelet-core';
import { stampActiveSpan } from 'kelet-core/internal';
import { createActivityInterceptors } from '../activity';
import { createClientInterceptors } from '../client';
import { outboundInterceptor } from '../workflow/outbound';

interface Context {
  setValue(key: symbol, value: unknown): Context;
}

interface Api {
  readonly ROOT_CONTEXT: Context;
  readonly context: {
    setGlobalContextManager(manager: unknown): boolean;
    with(context: Context, fn: () => unknown): unknown;
    disable(): void;
  };
}

interface Hooks {
  readonly AsyncLocalStorageContextManager: new () => { enable(): unknown };
}

const OTEL_SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const session = { sessionId: 'conv-42', userId: 'user-7' };
const stamped = { 'gen_ai.conversation.id': 'conv-42', 'user.id': 'user-7' };
const telemetry = createRequire(join(__dirname, '../../../kelet-opentelemetry/package.json'));
const { context, ROOT_CONTEXT } = telemetry('@opentelemetry/api') as Api;
const { AsyncLocalStorageContextManager } = telemetry('@opentelemetry/context-async-hooks') as Hooks;

beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

function attributesSetBy(fn: () => unknown, attributes: object = {}): object[] {
  const set: object[] = [];
  const span = { attributes, setAttributes: (added: object) => set.push(added) };
  context.with(ROOT_CONTEXT.setValue(OTEL_SPAN, span), fn);
  return set;
}

const same = <T>(value: T): T => value;

test('the span that is active gets the session of the running code', () => {
  expect(attributesSetBy(() => stampActiveSpan(session))).toEqual([stamped]);
});

test('it gets nothing outside of a session', () => {
  expect(attributesSetBy(() => stampActiveSpan(undefined))).toEqual([]);
});

test('without an active span nothing happens', () => {
  expect(stampActiveSpan(session)).toBeUndefined();
});

const [client] = createClientInterceptors().workflow;
const headers = agenticSession(session, () => client?.start({ headers: {} }, same).headers) ?? {};

test.each<[string, () => unknown]>([
  ['a call of a client', () => client?.start({ headers: {} }, same)],
  ['an update with start', () => client?.startUpdateWithStart({ workflowStartHeaders: {}, updateHeaders: {} }, same)],
  ['a command of a workflow', () => outboundInterceptor().scheduleActivity({ headers: {} }, same)],
  ['a Nexus operation of a workflow', () => outboundInterceptor().startNexusOperation({ headers: {} }, same)],
])('%s marks the span that was opened for it', (_, call) => {
  expect(attributesSetBy(() => agenticSession(session, call))).toEqual([stamped]);
});

test('an activity marks the span that was opened for it, with the session of its headers', () => {
  const { inbound } = createActivityInterceptors()({ info: { activityType: 'work', taskQueue: 'q' } });
  expect(attributesSetBy(() => inbound.execute({ headers }, same))).toEqual([stamped]);
});

test('a span of the caller around two conversations keeps the first, and mixes nothing', () => {
  const attributes = { 'gen_ai.conversation.id': 'another' };
  const set = attributesSetBy(() => agenticSession(session, () => client?.start({ headers: {} }, same)), attributes);
  expect(set).toEqual([]);
});
