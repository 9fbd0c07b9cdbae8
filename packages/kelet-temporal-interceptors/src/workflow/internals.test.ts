import { agenticSession, getSession } from 'kelet-core';
import { type SessionStorage, slot } from 'kelet-core/internal';
import { inject } from 'kelet-temporal-headers';
import { internalsInterceptor } from './internals';
import { createRunSession } from './run-session';

const session = { sessionId: 'conv-42', userId: 'user-7' };
const headers = inject(session, {});

function started(...jobs: object[]) {
  const run = createRunSession();
  const { activate } = internalsInterceptor(run);
  return activate({ activation: { jobs } }, () => run.effective({}));
}

describe('the session of a run is known before the jobs of its first activation', () => {
  test.each([
    ['initializeWorkflow', [{ initializeWorkflow: { headers } }]],
    ['startWorkflow, as older versions call it', [{ startWorkflow: { headers } }]],
    ['a start that comes after a signal', [{ signalWorkflow: {} }, { initializeWorkflow: { headers } }]],
    ['a job that names the other kind as null', [{ initializeWorkflow: null, startWorkflow: { headers } }]],
  ])('%s', (_, jobs) => {
    expect(started(...jobs)).toEqual(session);
  });
});

test.each([
  ['no jobs', { activation: {} }],
  ['jobs that are null', { activation: { jobs: null } }],
  ['a start without headers', { activation: { jobs: [{ initializeWorkflow: {} }] } }],
  ['a start whose headers are null', { activation: { jobs: [{ initializeWorkflow: { headers: null } }] } }],
])('an activation with %s leaves the run without a session', (_, input) => {
  const run = createRunSession();
  internalsInterceptor(run).activate(input, () => undefined);
  expect(run.effective({})).toBeUndefined();
});

test('a later activation keeps the session of the run', () => {
  const run = createRunSession();
  const { activate } = internalsInterceptor(run);
  activate({ activation: { jobs: [{ initializeWorkflow: { headers } }] } }, () => undefined);
  expect(activate({ activation: { jobs: [{}] } }, () => run.effective({}))).toEqual(session);
});

test('activate hands its input on, and returns what the next returns', () => {
  const input = { activation: { jobs: [] } };
  const promise = Promise.resolve();
  let seen: unknown;
  const result = internalsInterceptor(createRunSession()).activate(input, (given) => {
    seen = given;
    return promise;
  });
  expect(seen).toBe(input);
  expect(result).toBe(promise);
});

test('the storage of a run is disabled between activations, and what waits keeps its session', async () => {
  const { activate, concludeActivation } = internalsInterceptor(createRunSession());
  const { storage } = slot();
  const seen: unknown[] = [];
  let resume = () => {};
  const waiting = activate({ activation: {} }, () =>
    agenticSession(session, async () => {
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
      seen.push(getSession());
    }),
  );
  const disable = jest.spyOn(storage, 'disable');
  const commands = { commands: [] };
  expect(concludeActivation(commands, (input) => input)).toBe(commands);
  expect(disable).toHaveBeenCalledTimes(1);
  activate({ activation: {} }, () => resume());
  await waiting;
  expect(seen).toEqual([session]);
});

test('a storage that all runs share stays enabled', () => {
  jest.isolateModules(() => {
    const copy = {
      ...(require('./shared-storage') as typeof import('./shared-storage')),
      ...(require('./internals') as typeof import('./internals')),
      ...(require('kelet-core/internal') as typeof import('kelet-core/internal')),
    };
    const own = slot();
    const globals = globalThis as { [name: string]: unknown };
    const key = Object.keys(globals).find((name) => globals[name] === own) as string;
    delete globals[key];
    try {
      const storage = copy.slot(() => copy.sharedStorage as SessionStorage).storage;
      expect(storage).toBe(copy.sharedStorage);
      const { activate, concludeActivation, dispose } = copy.internalsInterceptor(createRunSession());
      storage.run(session, () => {
        // A stopped task would have left it.
        activate({ activation: {} }, () => expect(storage.getStore()).toBeUndefined());
        storage.run(session, () => {
          concludeActivation({ commands: [] }, () => undefined);
          dispose(undefined, () => undefined);
          expect(storage.getStore()).toBe(session);
        });
      });
    } finally {
      globals[key] = own;
    }
  });
});

test('dispose ends the storage of the run, after everything that others do there', () => {
  const { dispose } = internalsInterceptor(createRunSession());
  const seen: unknown[] = [];
  agenticSession(session, () => {
    const result = dispose('input', (input) => {
      seen.push(input, getSession());
      return 'result';
    });
    seen.push(result, slot().storage.getStore());
  });
  expect(seen).toEqual(['input', session, 'result', undefined]);
});
