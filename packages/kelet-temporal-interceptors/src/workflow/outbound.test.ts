import type { Headers } from '@temporalio/common';
import { agenticSession } from 'kelet-core';
import { extract, extractNexus, inject } from 'kelet-temporal-headers';
import { outboundInterceptor } from './outbound';
import { createRunSession } from './run-session';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };
const { startNexusOperation, getLogAttributes, ...commands } = outboundInterceptor();
const same = <T>(value: T): T => value;

test('every command that has headers has its hook', () => {
  expect(Object.keys(commands).sort()).toEqual([
    'continueAsNew',
    'scheduleActivity',
    'scheduleLocalActivity',
    'signalWorkflow',
    'startChildWorkflowExecution',
  ]);
});

describe.each(Object.entries(commands))('%s', (_, command) => {
  test('carries the session of the code that issues it, beside what is there', () => {
    const headers: Headers = Object.freeze({ other: { data: new Uint8Array() } });
    const sent = agenticSession(session, () => command(Object.freeze({ seq: 1, headers }), same));
    expect(sent).toMatchObject({ seq: 1, headers });
    expect(extract(sent.headers)).toEqual(session);
  });

  test('changes no header outside of a session', () => {
    expect(command({ seq: 1, headers: {} }, same)).toEqual({ seq: 1, headers: {} });
  });

  test('returns what the next returns, the very same promise', () => {
    const promise = Promise.resolve();
    expect(agenticSession(session, () => command({ headers: {} }, () => promise))).toBe(promise);
  });
});

describe('startNexusOperation', () => {
  test('carries the session as plain strings', () => {
    const sent = agenticSession(session, () => startNexusOperation({ headers: { a: 'b' } }, same));
    expect(sent.headers).toMatchObject({ a: 'b', 'x-kelet-session-id': '"conv-42"' });
    expect(extractNexus(sent.headers)).toEqual(session);
  });

  test('changes no header outside of a session', () => {
    expect(startNexusOperation({ headers: { a: 'b' } }, same)).toEqual({ headers: { a: 'b' } });
  });
});

test('what workflow code logs names its session', () => {
  const attributes = agenticSession(session, () => getLogAttributes({ workflowId: 'w' }, same));
  expect(attributes).toEqual({ workflowId: 'w', kelet: { sessionId: 'conv-42' } });
});

test('what Temporal logs outside of its handlers names the session of the run', () => {
  const run = createRunSession();
  run.begin(inject(session, {}));
  expect(outboundInterceptor(run).getLogAttributes({}, same)).toEqual({ kelet: { sessionId: 'conv-42' } });
});
