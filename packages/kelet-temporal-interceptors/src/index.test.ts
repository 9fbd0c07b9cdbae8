import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { configure } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { createInterceptors, workflowModulePath } from '.';
import { bundledSettings, settingsForBundle } from './options/bundled-settings';
import { interceptors } from './workflow';

test('the workflow module is an absolute path to a file that is there', () => {
  expect([isAbsolute(workflowModulePath), existsSync(workflowModulePath)]).toEqual([true, true]);
});

test('the workflow module exports the factory that Temporal calls, and nothing else', () => {
  expect(Object.keys(require(workflowModulePath))).toEqual(['interceptors']);
});

test('the factory gives one interceptor for each direction', () => {
  const { inbound, outbound, internals } = interceptors();
  expect([inbound.length, outbound.length, internals.length]).toEqual([1, 1, 1]);
});

test('the parts for a worker hold those of its client, and one of each kind', () => {
  const { client, worker, workflowModules } = createInterceptors();
  expect(worker).toEqual({
    client,
    activity: [expect.any(Function)],
    nexus: [expect.any(Function)],
  });
  expect(workflowModules).toEqual([workflowModulePath]);
});

test('the settings that workflow code needs are in the path of its module, and the failure mode as it is when asked', () => {
  const parts = createInterceptors({ signalDispatch: { taskQueue: 'feedback' } });
  const settings = () => bundledSettings(decodeURIComponent(parts.workflowModules[0] ?? ''));
  expect(settings()).toBe('{"signalDispatch":{"taskQueue":"feedback"}}');
  configure({ apiKey: 'key', project: 'shop', signalFailureMode: 'raise' });
  expect(settings()).toBe('{"signalDispatch":{"taskQueue":"feedback"},"signalFailureMode":"raise"}');
  delete slot().settings;
});

test('a setting with an apostrophe is one text in the module, and is read back', () => {
  const { workflowModules } = createInterceptors({ signalDispatch: { taskQueue: "bob's queue" } });
  const code = decodeURIComponent((workflowModules[0] ?? '').replace(/^[^,]*,/, ''));
  expect(() => new Function('require', 'exports', code)).not.toThrow();
  expect(bundledSettings(code)).toBe('{"signalDispatch":{"taskQueue":"bob\'s queue"}}');
  expect(bundledSettings('kelet-settings:100%;')).toBeUndefined();
});

test('options that are equal are one text, in whatever order they are given, and whichever of them are not set', () => {
  const given = [
    { retry: { maximumAttempts: 3, nonRetryableErrorTypes: ['b', 'a'] }, taskQueue: 'feedback' },
    {
      taskQueue: 'feedback',
      retry: { nonRetryableErrorTypes: ['b', 'a'], maximumAttempts: 3 },
      startToCloseTimeout: undefined,
    },
  ];
  const texts = given.map((signalDispatch) => settingsForBundle({ signalDispatch }));
  expect(texts).toEqual(texts.map(() => texts[0]));
  expect(texts[0]).toContain('"nonRetryableErrorTypes":["b","a"]');
  expect(settingsForBundle({ signalDispatch: { taskQueue: undefined } })).toBe('{}');
  // Temporal's own default, which is not Kelet's.
  expect(settingsForBundle({ signalDispatch: { retry: {} } })).toBe('{"signalDispatch":{"retry":{}}}');
});

test('what the options held when they were given counts', () => {
  const signalDispatch = { taskQueue: 'feedback', retry: { maximumAttempts: 3 } };
  const parts = createInterceptors({ signalDispatch });
  const before = parts.workflowModules;
  signalDispatch.retry.maximumAttempts = -1;
  expect(parts.workflowModules).toEqual(before);
});
