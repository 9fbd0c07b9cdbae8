import type { BundleOptions } from '@temporalio/worker';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { addedTo, bundleModules, sharedModules, smallWorkflows } from './support/bundle';
import { temporaryDirectory } from './support/temporary';

/** What Kelet may add to the code of a bundle, in bytes; raised on purpose only. */
const BUDGET = { plugin: 22_200, withKelet: 46_200 };

const workflows = smallWorkflows(temporaryDirectory(__dirname));
const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
const bare = bundleModules({ workflowsPath: workflows.nothing });

const added = async (options: BundleOptions) => addedTo(await bare, await bundleModules(options));

test('a worker with the plugin gets one small module of Kelet', async () => {
  const { modules, bytes } = await added({ workflowsPath: workflows.nothing, plugins });
  expect(modules).toEqual(['kelet-temporal-interceptors/dist/workflow.js']);
  expect(bytes).toBeLessThan(BUDGET.plugin);
  expect(bytes).toBeGreaterThan(BUDGET.plugin * 0.8); // a budget that is far above what there is guards nothing
});

test('workflow code that imports kelet gets one more, and the names of the facade', async () => {
  const { modules, bytes } = await added({ workflowsPath: workflows.kelet, plugins });
  expect(modules).toEqual([
    'kelet-core/dist/sandbox.js',
    'kelet-temporal-interceptors/dist/workflow.js',
    'kelet/dist/sandbox.js',
  ]);
  expect(bytes).toBeLessThan(BUDGET.withKelet);
  expect(bytes).toBeGreaterThan(BUDGET.withKelet * 0.8);
});

test('what runs share by preloading is that module alone, and nothing of Temporal or of the user', async () => {
  const { code } = await bundleModules({ workflowsPath: workflows.kelet, plugins });
  const { byTemporal, preloaded } = sharedModules(code);
  expect(preloaded).toEqual([expect.stringMatching(/kelet-temporal-interceptors[\\/]dist[\\/]workflow\.js$/)]);
  expect(byTemporal.filter((module) => /kelet/.test(module.replace(/^.*node_modules/, '')))).toEqual([]);
});

test('a module with settings shares the same one, and is itself of each run', async () => {
  const kelet = createInterceptors({ propagate: { userId: false } });
  const { code } = await bundleModules({
    workflowsPath: workflows.nothing,
    workflowInterceptorModules: kelet.workflowModules,
    preloadModules: kelet.preloadModules,
  });
  expect(sharedModules(code).preloaded).toEqual([expect.stringContaining('kelet-temporal-interceptors')]);
});

test('nothing is shared where the option says so', async () => {
  const { code } = await bundleModules({
    workflowsPath: workflows.nothing,
    plugins: [new KeletPlugin({ includeOtelPlugin: false, preload: false })],
  });
  expect(sharedModules(code).preloaded).toEqual([]);
});
