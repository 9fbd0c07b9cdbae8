const globals = globalThis as { __TEMPORAL_ACTIVATOR__?: unknown };

function load(): typeof import('./shared-storage') {
  let module: typeof import('./shared-storage') | undefined;
  jest.isolateModules(() => {
    module = require('./shared-storage');
  });
  return module as typeof import('./shared-storage');
}

test('a module that is evaluated for a run has no storage to share', () => {
  // No longer than that: where a worker of Temporal's was in this process, its hook of promises takes it for a run's.
  globals.__TEMPORAL_ACTIVATOR__ = {};
  const { sharedStorage } = load();
  delete globals.__TEMPORAL_ACTIVATOR__;
  expect(sharedStorage).toBeUndefined();
});

test('a preloaded module has one, which no run can end or replace', () => {
  const { sharedStorage } = load();
  if (sharedStorage === undefined) throw new Error('The module takes itself for that of a run.');
  const session = { sessionId: 'conv-42' };
  const seen = sharedStorage.run(
    session,
    (...args: string[]) => {
      sharedStorage.disable();
      return [sharedStorage.getStore(), ...args];
    },
    'a',
    'b',
  );
  expect(seen).toEqual([session, 'a', 'b']);
  expect(sharedStorage.getStore()).toBeUndefined();
  expect(Object.isFrozen(sharedStorage)).toBe(true);
});
