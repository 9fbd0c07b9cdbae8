import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { workflowModulePath } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { bundleModules } from './support/bundle';
import { temporaryDirectory } from './support/temporary';

/** Every entry that workflow code may load, under the name by which it is loaded. */
const SANDBOX_SAFE = ['kelet', 'kelet-core', 'kelet-core/internal', 'kelet-temporal-headers'];

/** What must never be in the bundle of a user who does not trace: each is slow to load there, or fails. */
const FOREIGN =
  /@opentelemetry|kelet-opentelemetry|kelet-temporal-plugin|kelet-core[\\/]dist[\\/]host|http-transport|^(external )?node:|async_hooks/;

const STUB = /.*[\\/]dist[\\/]not-in-workflows\.js$/;

const directory = temporaryDirectory(__dirname);

async function bundleImporting(name: string, more: object = {}) {
  const workflowsPath = join(directory, 'workflows.js');
  writeFileSync(
    workflowsPath,
    `const imported = require('${name}');\nexports.run = async () => Object.keys(imported);\n`,
  );
  return bundleModules({ workflowsPath, ...more });
}

test.each(SANDBOX_SAFE)('%s bundles, and brings nothing of the host', async (name) => {
  const { modules } = await bundleImporting(name);
  const own = modules.filter((module) => /packages[\\/]kelet/.test(module));
  expect(own.length).toBeGreaterThan(0);
  expect(modules.filter((module) => FOREIGN.test(module))).toEqual([]);
});

test('a workflow that imports kelet, beside the workflow module, brings nothing of the host', async () => {
  const { modules } = await bundleImporting('kelet', { plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  expect(modules.some((module) => module.includes(workflowModulePath))).toBe(true);
  expect(modules.filter((module) => FOREIGN.test(module))).toEqual([]);
});

test('with its OpenTelemetry plugin, Kelet still brings only its sandbox-safe modules', async () => {
  const { modules } = await bundleImporting('kelet', { plugins: [new KeletPlugin()] });
  expect(modules.some((module) => module.includes('interceptors-opentelemetry'))).toBe(true);
  const own = modules.filter((module) => /packages[\\/]kelet/.test(module));
  expect(own.filter((module) => FOREIGN.test(module))).toEqual([]);
});

/** Every entry that workflow code may not load, and the packages of the host that would be found in its place. */
const HOST_ONLY = [
  'kelet/temporal',
  'kelet/opentelemetry',
  'kelet/doctor',
  'kelet-core/host',
  'kelet-opentelemetry',
  'kelet-temporal-plugin',
  'kelet-doctor',
  'kelet-temporal-interceptors',
  'kelet-temporal-interceptors/client',
  'kelet-temporal-interceptors/activity',
  'kelet-temporal-interceptors/nexus',
];

describe.each(HOST_ONLY)('workflow code that imports %s', (name) => {
  const plugin = new KeletPlugin({ includeOtelPlugin: false });

  test('is refused by the plugin, in one line', async () => {
    const printed: unknown[] = [];
    const logger = new DefaultLogger('INFO', (entry) => printed.push(entry));
    await expect(bundleImporting(name, { logger, plugins: [plugin] })).rejects.toThrow(
      `${join(directory, 'workflows.js')} imports '${name}', which is for clients and workers. In workflow code, import from 'kelet'.`,
    );
    expect(printed).toEqual([]);
  });

  test('gets one line in place of the entry, where there is no plugin', async () => {
    const { code, modules } = await bundleImporting(name);
    expect(modules.filter((module) => FOREIGN.test(module.replace(STUB, '')))).toEqual([]);
    expect(code).toMatch(/(is|are) for clients and workers\. In workflow code, import from 'kelet/);
  });
});

test('a bundle for Node, which a browserslist may ask for, still bundles what workflow code imports', async () => {
  const webpackConfigHook = (config: object) => ({ ...config, target: 'browserslist:node 20' });
  const { modules } = await bundleImporting('kelet', {
    webpackConfigHook,
    workflowInterceptorModules: [workflowModulePath],
  });
  expect(modules.some((module) => /kelet-core[\\/]dist[\\/]host[\\/]node\.js/.test(module))).toBe(true);
  expect(modules.filter((module) => /^(external )?node:/.test(module))).toEqual([]);
});

test('what is for Node is found in a bundle that has it, so these checks can fail', async () => {
  const webpackConfigHook = (config: object) => ({ ...config, target: 'browserslist:node 20' });
  const { modules } = await bundleImporting('kelet-core/host', { webpackConfigHook });
  expect(modules.some((module) => FOREIGN.test(module))).toBe(true);
});
