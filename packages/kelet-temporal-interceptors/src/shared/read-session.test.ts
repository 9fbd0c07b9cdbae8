import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { slot } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { createActivityInterceptors } from '../activity';
import { createClientInterceptors } from '../client';
import { createRunSession } from '../workflow/run-session';
import { readSession } from './read-session';

const project = (value: unknown): Headers => ({ 'x-kelet-project': defaultPayloadConverter.toPayload(value) });
const derived = { sessionId: 'derived' };

beforeEach(() => {
  slot().warned.clear();
  slot().warn = () => {};
});

/** Where a session is derived of something else than its headers, which may name a project all the same. */
const PLACES: [string, (headers: Headers) => unknown][] = [
  [
    'an activity',
    (headers) => {
      let seen: unknown;
      const info = { activityType: 'work', taskQueue: 'q', workflowType: 'w', workflowExecution: execution };
      const factory = createActivityInterceptors({ activityAutoSession: () => 'derived' });
      factory({ info }).inbound.execute({ headers }, () => {
        seen = slot().storage.getStore();
      });
      return seen;
    },
  ],
  [
    'workflow code',
    (headers) => {
      const run = createRunSession(() => derived);
      run.begin(headers);
      return run.effective({});
    },
  ],
  [
    'the start of a client',
    (headers) => {
      const { workflow } = createClientInterceptors({ autoSession: () => 'derived' });
      const input = { headers, workflowType: 'w', options: { workflowId: 'id' } };
      return readSession(workflow[0]?.start(input, ({ headers: sent }) => sent));
    },
  ],
];
const execution = { workflowId: 'id', runId: 'run' };

describe.each(PLACES)('a session that %s derives', (_, sessionIn) => {
  test('is in the project that headers without a session name', () => {
    expect(sessionIn(project('b'))).toEqual({ ...derived, project: 'b' });
    expect(sessionIn({})).toEqual(derived);
  });

  test('is in an unreadable one where they name one that is', () => {
    expect(sessionIn(project(7))).toEqual({ ...derived, project: '' });
  });

  test('gives way to the session that headers name', () => {
    const named = { sessionId: 'named', project: 'c' };
    const headers = inject(named, {});
    expect(sessionIn(headers)).toEqual(named);
  });
});

test('a message of the session of its run is in the project of the run, unless it names another one', () => {
  const run = createRunSession();
  run.begin(inject({ sessionId: 's', userId: 'u', metadata: { card: '1' }, project: 'b' }, {}));
  expect(run.effective(inject({ sessionId: 's' }, {}))).toEqual(run.effective({}));
  // Nothing of the run's goes to that one.
  expect(run.effective(inject({ sessionId: 's', project: 'c' }, {}))).toEqual({ sessionId: 's', project: 'c' });
  expect(run.effective({ ...inject({ sessionId: 's' }, {}), ...project(null) })).toEqual({
    sessionId: 's',
    project: '',
  });
  expect(run.effective(inject({ sessionId: 'other' }, {}))).toEqual({ sessionId: 'other' });
});
