import { AsyncLocalStorage } from 'node:async_hooks';
import { agenticSession, getSessionId } from './context';
import type { KeletError } from './errors';
import { configure } from './host/configure';
import { signalCounts } from './signal-delivery';
import { existingSlot, slot } from './slot';

const KEY = '__kelet_core_1__';
const globals = globalThis as { [name: string]: unknown };

afterEach(() => {
  delete globals[KEY];
  delete globals['AsyncLocalStorage'];
});

type Copy = typeof import('./slot');

function anotherCopy(): Copy {
  let copy: Copy | undefined;
  jest.isolateModules(() => {
    copy = require('./slot');
  });
  return copy as Copy;
}

test('the slot is made at the first call, and neither by loading the module nor by looking', () => {
  expect(anotherCopy().existingSlot()).toBeUndefined();
  expect(globals[KEY]).toBeUndefined();
  const made = slot();
  expect(slot()).toBe(made);
  expect(existingSlot()).toBe(made);
});

test('two copies of the package share one slot', () => {
  const copy = anotherCopy();
  expect(copy.slot).not.toBe(slot);
  expect(copy.slot()).toBe(slot());
});

test('a copy that finds the slot of another shape says so, and keeps working', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const theirs = { of: 'another shape' };
  globals['__kelet_core_9__'] = theirs;
  try {
    const made = slot();
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/the slots __kelet_core_9__ and __kelet_core_1__: .*npm ls kelet-core/)],
    ]);
    made.storage.run({ sessionId: 'conv-42' }, () => expect(made.storage.getStore()).toEqual({ sessionId: 'conv-42' }));
    expect(slot()).toBe(made);
    expect(globals['__kelet_core_9__']).toBe(theirs);
    expect(warn).toHaveBeenCalledTimes(1);
  } finally {
    delete globals['__kelet_core_9__'];
    warn.mockRestore();
  }
});

test('a slot that an older copy made, without the optional fields, serves a newer one', () => {
  const { storage, signalState, warn, warned } = anotherCopy().slot();
  globals[KEY] = { storage, signalState, warn, warned };
  configure({ apiKey: 'key', project: 'shop' });
  expect(agenticSession({ sessionId: 'conv-42' }, getSessionId)).toBe('conv-42');
  expect(signalCounts().sent).toBe(0);
});

test('a slot that was frozen, since Temporal preloaded what made it, gives way to one with its settings', () => {
  configure({ apiKey: 'key', project: 'shop' });
  const preloaded = Object.freeze(slot());
  Object.freeze(preloaded.storage);
  expect(agenticSession({ sessionId: 'conv-42' }, getSessionId)).toBe('conv-42');
  expect(slot()).not.toBe(preloaded);
  expect(slot().settings).toBe(preloaded.settings);
});

test('the slot lies under an enumerable string key, which a reusable V8 context resets between runs', () => {
  slot();
  expect(Object.keys(globalThis)).toContain(KEY);
});

test('the storage is AsyncLocalStorage of Node where there is no global one', () => {
  expect(slot().storage).toBeInstanceOf(AsyncLocalStorage);
});

test('the global AsyncLocalStorage of the sandbox comes first', () => {
  class Sandboxed extends AsyncLocalStorage<unknown> {}
  globals['AsyncLocalStorage'] = Sandboxed;
  expect(slot().storage).toBeInstanceOf(Sandboxed);
});

test('a runtime without AsyncLocalStorage is named, and what to use instead', () => {
  const original = Object.getOwnPropertyDescriptor(process, 'getBuiltinModule');
  Object.defineProperty(process, 'getBuiltinModule', { value: undefined, configurable: true });
  try {
    expect(() => slot()).toThrow(
      expect.objectContaining<Partial<KeletError>>({
        code: 'UNSUPPORTED_RUNTIME',
        message: expect.stringContaining(`this runtime (${process.version})`),
      }),
    );
    expect(() => slot()).toThrow(/Use Node\.js 20\.16 or a later 20, or 22\.3 or later/);
    expect(existingSlot()).toBeUndefined();
  } finally {
    if (original === undefined) Reflect.deleteProperty(process, 'getBuiltinModule');
    else Object.defineProperty(process, 'getBuiltinModule', original);
  }
});
