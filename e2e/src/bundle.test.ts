import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowModulePath } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { bundleModules } from './support/bundle';
import { temporaryDirectory } from './support/temporary';

/** Every entry that workflow code may load, under the name by which it is loaded. */
const SANDBOX_SAFE = ['kelet', 'kelet-core', 'kelet-core/internal', 'kelet-temporal-headers'];

/** What must never be in the bundle of a user who does not trace: each is slow to load there, or fails. */
const FOREIGN =
  /@opentelemetry|kelet-opentelemetry|kelet-temporal-plugin|kelet-core[\\/]dist[\\/](host|node)|http-transport|^(external )?node:|async_hooks/;

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
  expect(own.length).toBeGreaterThan(2);
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

test('an entry of the host is seen by these checks, or does not bundle at all', async () => {
  const { modules } = await bundleImporting('kelet-core/host');
  expect(modules.filter((module) => FOREIGN.test(module))).not.toEqual([]);
  await expect(bundleImporting('kelet-temporal-plugin')).rejects.toThrow(/Webpack finished with errors/);
});
