import { agenticSession, runInSession } from '../context';
import { slot } from '../slot';
import { sessionHeaders } from './session-headers';

let warnings: string[];

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

const inSession = <R>(fn: () => R) => agenticSession({ sessionId: 'conv-42', userId: 'user-7' }, fn);

test('are the session of the running code', () => {
  expect(inSession(() => sessionHeaders())).toEqual({ baggage: 'kelet.session_id=conv-42,kelet.user_id=user-7' });
  expect(inSession(() => sessionHeaders('a=1'))).toEqual({
    baggage: 'a=1,kelet.session_id=conv-42,kelet.user_id=user-7',
  });
});

test('are none outside of one, but for what the request has already', () => {
  expect(sessionHeaders()).toEqual({});
  expect(sessionHeaders('a=1')).toEqual({ baggage: 'a=1' });
});

test('hand on no session that the running code is not in', () => {
  expect(sessionHeaders('kelet.session_id=victim, a=1;p=2,kelet.metadata.plan=pro')).toEqual({ baggage: 'a=1;p=2' });
  expect(sessionHeaders('kelet.session_id=victim')).toEqual({});
});

test('that have no room say so, once', () => {
  const full = `a=${'x'.repeat(8190)}`;
  for (let time = 0; time < 2; time++) expect(inSession(() => sessionHeaders(full))).toEqual({ baggage: full });
  expect(warnings).toEqual([
    '[kelet] The header baggage has no room for the session, or cannot hold it, so that it is left out.',
  ]);
});

test('that cannot be written, since they have half a character, are left out with a warning', () => {
  const half = 'a\ud800';
  expect(runInSession({ sessionId: half }, sessionHeaders)).toEqual({});
  const session = { sessionId: 's', userId: 'u', metadata: { k: half } };
  expect(runInSession(session, sessionHeaders)).toEqual({ baggage: 'kelet.session_id=s,kelet.user_id=u' });
  expect(warnings).toHaveLength(2);
});

test('of a project that could not be read keep that', () => {
  const headers = runInSession({ sessionId: 's', project: '' }, sessionHeaders);
  expect(headers).toEqual({ baggage: 'kelet.session_id=s,kelet.project=' });
});
