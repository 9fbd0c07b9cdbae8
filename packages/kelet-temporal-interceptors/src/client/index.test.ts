import type { Headers } from '@temporalio/common';
import { agenticSession } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { extract, extractNexus, inject } from 'kelet-temporal-headers';
import { createClientInterceptors } from '.';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const { workflow, schedule, activity, nexus } = createClientInterceptors();
const [calls] = workflow;
const METHODS = ['start', 'startWithDetails', 'signal', 'signalWithStart', 'query', 'startUpdate'] as const;

const withHeaders = [
  ...METHODS.map((method) => [`workflow.${method}`, calls?.[method]] as const),
  ['schedule.create', schedule[0]?.create] as const,
  ['activity.start', activity[0]?.start] as const,
];

const same = <T>(value: T): T => value;

test('every call of a client that takes headers is there, once', () => {
  const names = [...METHODS, 'startUpdateWithStart'].sort();
  expect(workflow.map((interceptor) => Object.keys(interceptor).sort())).toEqual([names]);
  expect([schedule, activity, nexus].map((list) => list.flatMap(Object.keys))).toEqual([
    ['create'],
    ['start'],
    ['startOperation'],
  ]);
});

test('update-with-start gives a derived session to the start alone: the run that is there may have another', () => {
  const [derived] = createClientInterceptors({ autoSession: () => 'derived' }).workflow;
  const input = {
    workflowType: 'chat',
    workflowStartOptions: { workflowId: 'w' },
    workflowStartHeaders: {},
    updateHeaders: {},
  };
  const call = () =>
    derived?.startUpdateWithStart?.(input as never, same as never) as unknown as Record<string, Headers>;
  const sessionsOf = (sent: Record<string, Headers>) =>
    [sent['workflowStartHeaders'], sent['updateHeaders']].map((headers) => extract(headers)?.sessionId);
  expect(sessionsOf(call())).toEqual(['derived', undefined]);
  expect(sessionsOf(agenticSession({ sessionId: 'explicit' }, call))).toEqual(['explicit', 'explicit']);
});

describe.each(withHeaders)('%s', (_, method) => {
  test('carries the session, beside what is there', () => {
    const traced: Headers = { '_tracer-data': { data: new Uint8Array() } };
    const input = Object.freeze({ workflowId: 'w', headers: Object.freeze(traced) });
    const sent = agenticSession(session, () => method?.(input, same));
    expect(sent).toMatchObject({ workflowId: 'w', headers: traced });
    expect(extract(sent?.headers)).toEqual(session);
  });

  test('changes no header outside of a session', () => {
    const input = { headers: {} };
    expect(method?.(input, same)).toEqual({ headers: {} });
  });

  test('returns what the next returns, the very same promise too', () => {
    const promise = Promise.resolve('handle');
    expect(agenticSession(session, () => method?.({ headers: {} }, () => promise))).toBe(promise);
  });

  test('passes on what the next throws', () => {
    const error = new Error('not found');
    const fail = () => {
      throw error;
    };
    expect(() => agenticSession(session, () => method?.({ headers: {} }, fail))).toThrow(error);
  });
});

describe('workflow.startUpdateWithStart', () => {
  const input = { updateName: 'ask', workflowStartHeaders: {}, updateHeaders: {} };

  test('carries the session in the headers of the start and in those of the update', () => {
    const sent = agenticSession(session, () => calls?.startUpdateWithStart(input, same));
    expect(sent?.updateName).toBe('ask');
    expect([extract(sent?.workflowStartHeaders), extract(sent?.updateHeaders)]).toEqual([session, session]);
  });

  test('keeps what is in either of them apart', () => {
    const other: Headers = { other: { data: new Uint8Array() } };
    const sent = agenticSession(session, () =>
      calls?.startUpdateWithStart({ workflowStartHeaders: other, updateHeaders: {} }, same),
    );
    expect([
      Object.hasOwn(sent?.workflowStartHeaders ?? {}, 'other'),
      Object.hasOwn(sent?.updateHeaders ?? {}, 'other'),
    ]).toEqual([true, false]);
  });

  test('changes nothing outside of a session', () => {
    expect(calls?.startUpdateWithStart(input, same)).toEqual(input);
  });
});

describe('nexus.startOperation', () => {
  test('carries the session as plain strings, beside what is there', () => {
    const sent = agenticSession(session, () => nexus[0]?.startOperation({ headers: { a: 'b' } }, same));
    expect(sent?.headers).toMatchObject({ a: 'b', 'x-kelet-session-id': '"conv-42"' });
    expect(extractNexus(sent?.headers)).toEqual(session);
  });

  test('needs no headers to be there', () => {
    const sent: { headers?: Record<string, string> } | undefined = agenticSession(session, () =>
      nexus[0]?.startOperation({}, same),
    );
    expect(extractNexus(sent?.headers)).toEqual(session);
  });
});

test('metadata that are too large stay behind with one warning, and the call is made', () => {
  const warnings: string[] = [];
  slot().warn = (message) => warnings.push(message);
  for (const sessionId of ['a', 'b']) {
    const large = { sessionId, metadata: { k: 'x'.repeat(2048) } };
    const sent = agenticSession(large, () => calls?.start({ headers: {} }, same));
    expect(sent?.headers).toEqual(inject({ sessionId }, {}));
  }
  expect(warnings).toEqual([
    '[kelet] The header x-kelet-metadata, or a part of it, was left out: it has 2056 bytes, and 2048 is the limit.',
  ]);
});

test('making client interceptors lets the signals of this process leave', () => {
  delete slot().signalTransport;
  createClientInterceptors();
  expect(slot().signalTransport).toBeDefined();
});

test('a start whose session an interceptor ahead has put into the headers has it in the search attribute, too', () => {
  const [named] = createClientInterceptors({ searchAttribute: 'Conversation' }).workflow;
  const input = { headers: inject(session, {}), workflowType: 'work', options: { workflowId: 'w' } };
  const started = named?.start(input, same);
  expect(started).toEqual({ ...input, options: { workflowId: 'w', searchAttributes: { Conversation: ['conv-42'] } } });
  const without = named?.start({ ...input, headers: {} }, same);
  expect(without?.options).toEqual({ workflowId: 'w' });
});
