import { slot } from 'kelet-core/internal';
import { KeletPlugin, type KeletPluginOptions } from 'kelet-temporal-plugin';
import { type Running, startWorker } from './support/worker';

const workflowsPath = require.resolve('./workflows/derived');
/** As plugins of AI SDKs do: the worker has no activities but those of this plugin. */
const bringsActivities = {
  name: 'BringsActivities',
  configureWorker: <T extends object>(options: T): T => ({ ...options, activities: { ask: async () => 'answer' } }),
};
const kelet = (options: KeletPluginOptions = {}) => new KeletPlugin({ includeOtelPlugin: false, ...options });
let warnings: string[];
let running: Running | undefined;

beforeEach(() => {
  warnings = [];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
});

afterEach(() => running?.stop());

test('KeletPlugin before the plugin that brings the activities is told the order that serves signals, once', async () => {
  running = await startWorker({ workflowsPath, plugins: [kelet(), bringsActivities] as never });
  const { taskQueue } = running;
  await running.stop();
  running = await startWorker({ workflowsPath, plugins: [kelet(), bringsActivities] as never });
  expect(warnings).toEqual([
    expect.stringMatching(
      `The worker on the task queue '${taskQueue}' does not serve _kelet_signal.*plugins: \\[otherPlugin, keletPlugin\\]`,
    ),
  ]);
});

test.each<[string, object]>([
  ['behind it', { plugins: [bringsActivities, kelet()] }],
  ['without activities at all', { plugins: [kelet()] }],
  [
    'whose user has named another queue',
    { plugins: [kelet({ signalDispatch: { taskQueue: 'q' } }), bringsActivities] },
  ],
])('one %s is told nothing', async (_, options) => {
  running = await startWorker({ workflowsPath, ...options });
  expect(warnings).toEqual([]);
});
