import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { bundleModules, bytesOf, sharedModules } from './support/bundle';
import { temporaryDirectory } from './support/temporary';

/** What Kelet may add to the code of a bundle, in bytes; raised on purpose only. */
const BUDGET = { plugin: 18_200, withKelet: 38_400 };

const directory = temporaryDirectory(__dirname);
// As any workflow code, both import Temporal's own package.
const imports = { nothing: '', kelet: "exports.imported = require('kelet');" };
const workflowsPath = (name: keyof typeof imports) => join(directory, `${name}.js`);

for (const [name, code] of Object.entries(imports)) {
  writeFileSync(
    join(directory, `${name}.js`),
    `require('@temporalio/workflow');\n${code}\nexports.run = async () => undefined;\n`,
  );
}

const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
const bare = bundleModules({ workflowsPath: workflowsPath('nothing') });

/** What a bundle has that one without Kelet has not: modules, from their packages on, and bytes of code. */
async function added(name: keyof typeof imports, options: object) {
  const { code, modules } = await bundleModules({ workflowsPath: workflowsPath(name), ...options });
  const without = await bare;
  const own = modules.filter((module) => !without.modules.includes(module) && /packages[\\/]/.test(module));
  return {
    modules: own.map((module) => module.replace(/^.*packages[\\/]/, '').replaceAll('\\', '/')).sort(),
    bytes: bytesOf(code) - bytesOf(without.code),
  };
}

test('a worker with the plugin gets one small module of Kelet', async () => {
  const { modules, bytes } = await added('nothing', { plugins });
  expect(modules).toEqual(['kelet-temporal-interceptors/dist/workflow.js']);
  expect(bytes).toBeLessThan(BUDGET.plugin);
  expect(bytes).toBeGreaterThan(BUDGET.plugin * 0.8); // a budget that is far above what there is guards nothing
});

test('workflow code that imports kelet gets one more, and the names of the facade', async () => {
  const { modules, bytes } = await added('kelet', { plugins });
  expect(modules).toEqual([
    'kelet-core/dist/sandbox.js',
    'kelet-temporal-interceptors/dist/workflow.js',
    'kelet/dist/index.js',
  ]);
  expect(bytes).toBeLessThan(BUDGET.withKelet);
  expect(bytes).toBeGreaterThan(BUDGET.withKelet * 0.8);
});

test('what runs share by preloading is that module alone, and nothing of Temporal or of the user', async () => {
  const { code } = await bundleModules({ workflowsPath: workflowsPath('kelet'), plugins });
  const { byTemporal, preloaded } = sharedModules(code);
  expect(preloaded).toEqual([expect.stringMatching(/kelet-temporal-interceptors[\\/]dist[\\/]workflow\.js$/)]);
  expect(byTemporal.filter((module) => /kelet/.test(module.replace(/^.*node_modules/, '')))).toEqual([]);
});

test('a module with settings shares the same one, and is itself of each run', async () => {
  const kelet = createInterceptors({ propagate: { userId: false } });
  const { code } = await bundleModules({
    workflowsPath: workflowsPath('nothing'),
    workflowInterceptorModules: kelet.workflowModules,
    preloadModules: kelet.preloadModules,
  });
  expect(sharedModules(code).preloaded).toEqual([expect.stringContaining('kelet-temporal-interceptors')]);
});

test('nothing is shared where the option says so', async () => {
  const { code } = await bundleModules({
    workflowsPath: workflowsPath('nothing'),
    plugins: [new KeletPlugin({ includeOtelPlugin: false, preload: false })],
  });
  expect(sharedModules(code).preloaded).toEqual([]);
});
