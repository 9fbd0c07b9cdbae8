import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { createRunSession } from './run-session';

const base: Session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro', region: 'eu' } };
let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

const carrying = (session: Session | undefined): Headers => inject(session, {});

function runOf(session: Session | undefined) {
  const run = createRunSession();
  run.begin(carrying(session));
  return run;
}

describe('a message', () => {
  test('without headers has the session of the run', () => {
    expect(runOf(base).effective({})).toEqual(base);
  });

  test('with a session of its own has that, and nothing of the session of the run', () => {
    expect(runOf(base).effective(carrying({ sessionId: 'other' }))).toEqual({ sessionId: 'other' });
    expect(runOf(base).effective(carrying({ sessionId: 'other', userId: 'user-8' }))).toEqual({
      sessionId: 'other',
      userId: 'user-8',
    });
  });

  test('never changes the session of the run', () => {
    const run = runOf(base);
    run.effective(carrying({ sessionId: 'other' }));
    run.effective(carrying({ sessionId: 'conv-42', userId: 'user-8' }));
    expect(run.effective({})).toEqual(base);
  });

  test('that names the session of the run takes the user and the metadata that it lacks', () => {
    const run = runOf(base);
    expect(run.effective(carrying({ sessionId: 'conv-42' }))).toEqual(base);
    expect(run.effective(carrying({ sessionId: 'conv-42', userId: 'user-8' }))).toEqual({ ...base, userId: 'user-8' });
    expect(run.effective(carrying({ sessionId: 'conv-42', metadata: { plan: 'free' } }))).toEqual({
      ...base,
      metadata: { plan: 'free' },
    });
  });

  test('has a session that is frozen', () => {
    expect(Object.isFrozen(runOf(base).effective(carrying({ sessionId: 'conv-42' })))).toBe(true);
  });

  test('has its own session also in a run that has none', () => {
    expect(runOf(undefined).effective(carrying(base))).toEqual(base);
  });

  test('has no session where neither the run nor it has one', () => {
    expect(runOf(undefined).effective({})).toBeUndefined();
    expect(createRunSession().effective({})).toBeUndefined();
  });

  test('whose header cannot be read has the session of the run, with one warning', () => {
    const run = runOf(base);
    const headers: Headers = { 'x-kelet-session-id': { data: Buffer.from('?') } };
    expect([run.effective(headers), run.effective(headers)]).toEqual([base, base]);
    expect(warnings).toEqual([
      '[kelet] The header x-kelet-session-id, or a part of it, was left out: it cannot be decoded.',
    ]);
  });
});

describe('a run', () => {
  test.each([[undefined], [null]])('that was started with headers %p has no session', (headers) => {
    const run = createRunSession();
    run.begin(headers);
    expect(run.effective({})).toBeUndefined();
  });

  test('that was started with a header that cannot be read has no session, and does not fail', () => {
    const run = createRunSession();
    run.begin({ 'x-kelet-session-id': { metadata: {}, data: Buffer.from('null') } });
    expect(run.effective({})).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  test('knows nothing of another run', () => {
    runOf(base);
    expect(createRunSession().effective({})).toBeUndefined();
  });
});

describe('what a continue-as-new hands on', () => {
  test('is the session of the run, also from a handler of a message with another, but not from one of its own', () => {
    const run = createRunSession();
    run.begin(inject({ sessionId: 'base' }, {}));
    const ofMessage = run.effective(inject({ sessionId: 'message' }, {}));
    const own = Object.freeze({ sessionId: 'own' });
    expect([ofMessage, own, undefined].map((session) => run.forNextRun(session)?.sessionId)).toEqual([
      'base',
      'own',
      'base',
    ]);
  });
});
