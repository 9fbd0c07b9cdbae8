import { DefaultLogger, type ReplayWorkerOptions, Runtime } from '@temporalio/worker';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { files, replayAll, signalling, textOf, workflowsPath } from './corpus';
import { PAIRS, testSignalOptions } from './signal-options';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const { worker, workflowModules, sinks } = createInterceptors();
const interceptors = { ...worker, workflowModules };
const SETTINGS: [name: string, options: ReplayWorkerOptions][] = [
  ['without Kelet', { workflowsPath }],
  ['with the interceptors', { workflowsPath, interceptors: interceptors as never, sinks }],
  ['with the plugin', { workflowsPath, plugins: [new KeletPlugin({ includeOtelPlugin: false })] }],
  [
    'with the plugin and autoSession',
    { workflowsPath, plugins: [new KeletPlugin({ includeOtelPlugin: false, autoSession: true })] },
  ],
];

test('each kind of history is there: two ends of the versions, with Kelet and without it', () => {
  const kinds = files.map((file) => /^\w+\.(with|without)\.(1\.\d+\.\d+)\.json$/.exec(file)?.slice(1).join(' '));
  expect([...new Set(kinds)].sort()).toEqual(['with 1.10.1', 'with 1.24.0', 'without 1.10.1', 'without 1.24.0']);
});

test('none names the machine that recorded it', () => {
  expect(files.filter((file) => /node_modules|file:\/\//.test(textOf(file)))).toEqual([]);
});

test.each(SETTINGS)('every history replays %s', async (name, options) => {
  const names = name === 'without Kelet' ? files.filter((file) => !signalling.includes(file)) : files;
  expect(await replayAll(options, names)).toEqual({ count: names.length, failed: [] });
});

testSignalOptions(PAIRS);

test('a history of other commands does not replay, so these checks can fail', async () => {
  const { failed } = await replayAll({ workflowsPath }, files.slice(0, 1), (history) =>
    history.replaceAll('"who"', '"someone"'),
  );
  expect(failed.join()).toMatch(/Nondeterminism|non-?determin/i);
});
