import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, type ReplayWorkerOptions, Runtime, Worker } from '@temporalio/worker';
import { configure, type SignalFailureMode } from 'kelet-core';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const HISTORIES = join(__dirname, 'histories');
const workflowsPath = require.resolve('../table/program/workflows');

/** Recorded with Kelet and without it, by the oldest and the newest SDK: see histories.record.ts. */
const files = readdirSync(HISTORIES).sort();
/** Without Kelet, `signal()` schedules nothing. */
const signalling = files.filter((file) => file.startsWith('remarks'));

const { worker: interceptors, sinks } = createInterceptors();
const SETTINGS: [name: string, options: ReplayWorkerOptions][] = [
  ['without Kelet', { workflowsPath }],
  ['with the interceptors', { workflowsPath, interceptors: interceptors as never, sinks }],
  ['with the plugin', { workflowsPath, plugins: [new KeletPlugin({ includeOtelPlugin: false })] }],
  [
    'with the plugin and autoSession',
    { workflowsPath, plugins: [new KeletPlugin({ includeOtelPlugin: false, autoSession: true })] },
  ],
];

async function replayAll(options: ReplayWorkerOptions, names = files, change = (history: string) => history) {
  async function* histories() {
    for (const file of names) {
      yield { workflowId: file, history: JSON.parse(change(readFileSync(join(HISTORIES, file), 'utf8'))) };
    }
  }
  const failed: string[] = [];
  let count = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories())) {
    count++;
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return { count, failed };
}

test('each kind of history is there: two ends of the versions, with Kelet and without it', () => {
  const kinds = files.map((file) => /^\w+\.(with|without)\.(1\.\d+\.\d+)\.json$/.exec(file)?.slice(1).join(' '));
  expect([...new Set(kinds)].sort()).toEqual(['with 1.10.1', 'with 1.24.0', 'without 1.10.1', 'without 1.24.0']);
});

test.each(SETTINGS)('every history replays %s', async (name, options) => {
  const names = name === 'without Kelet' ? files.filter((file) => !signalling.includes(file)) : files;
  expect(await replayAll(options, names)).toEqual({ count: names.length, failed: [] });
});

const SESSIONS: KeletPluginOptions[] = [
  { autoSession: false },
  { autoSession: true },
  { autoSessionModule: require.resolve('../support/auto-session') },
];
const DISPATCH: KeletPluginOptions[] = [
  {},
  { signals: { retry: { maximumAttempts: 1 } } },
  { signals: { taskQueue: 'elsewhere', startToCloseTimeout: '1 second', scheduleToCloseTimeout: '10 ms' } },
];
const MODES: SignalFailureMode[] = ['swallow', 'raise'];

test.each(SESSIONS.flatMap((session) => DISPATCH.map((dispatch) => ({ ...session, ...dispatch }))))(
  'histories with signals, in a session and in none, replay with %j, whatever becomes of failures now',
  async (options) => {
    expect(signalling).toHaveLength(4);
    for (const signalFailureMode of MODES) {
      configure({ apiKey: 'none', project: 'replay', signalFailureMode });
      const plugins = [new KeletPlugin({ includeOtelPlugin: false, ...options })];
      const replayed = await replayAll({ workflowsPath, plugins }, signalling);
      expect({ signalFailureMode, ...replayed }).toEqual({ signalFailureMode, count: 4, failed: [] });
    }
  },
);

test('a history of other commands does not replay, so these checks can fail', async () => {
  const { failed } = await replayAll({ workflowsPath }, files.slice(0, 1), (history) =>
    history.replaceAll('"who"', '"someone"'),
  );
  expect(failed.join()).toMatch(/Nondeterminism|non-?determin/i);
});
