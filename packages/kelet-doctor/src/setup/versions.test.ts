import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedPackage } from './loaded';
import { workerOptionsPart } from './parts';
import { checkVersions } from './versions';

const directory = mkdtempSync(join(tmpdir(), 'versions-'));
afterAll(() => rmSync(directory, { recursive: true }));

const loaded = (name: string, version: string): LoadedPackage => ({
  name: `@temporalio/${name}`,
  version,
  root: `/${name}`,
  exports: [],
});
const worker = (more: object = {}) =>
  workerOptionsPart({ taskQueue: 'ai', plugins: [{ name: 'OpenTelemetryPlugin' }], ...more });
const codes = (packages: LoadedPackage[], ...parts: ReturnType<typeof worker>[]) =>
  checkVersions(parts, packages).map(({ code }) => code);

test('temporalVersionsDiffer: of the packages that are released together', () => {
  const packages = [loaded('client', '1.24.0'), loaded('worker', '1.23.0')];
  expect(codes(packages)).toEqual(['temporalVersionsDiffer']);
  expect(checkVersions([], packages)[0]?.where).toEqual(['@temporalio/client 1.24.0', '@temporalio/worker 1.23.0']);
  expect(codes([loaded('client', '1.24.0'), loaded('worker', '1.24.0'), loaded('ai-sdk', '1.23.0')])).toEqual([]);
});

test('temporalVersionsDiffer: what workflow code finds counts, too', () => {
  const found = join(directory, 'node_modules/@temporalio/workflow');
  mkdirSync(found, { recursive: true });
  writeFileSync(join(found, 'package.json'), JSON.stringify({ version: '1.1.0' }));
  const ofWorkflows = worker({ workflowsPath: join(directory, 'workflows.js') });
  expect(codes([loaded('client', '1.0.0')], ofWorkflows)).toEqual(['temporalVersionsDiffer']);
  expect(codes([loaded('client', '1.1.0')], ofWorkflows)).toEqual([]);
  expect(codes([loaded('client', '1.0.0')], worker({ workflowsPath: './relative' }))).toEqual([]);
});

test('temporalMixesTraces: 1.17.0 to 1.17.4 with OpenTelemetry, where runs share a context', () => {
  expect(codes([loaded('worker', '1.17.2')], worker())).toEqual(['temporalMixesTraces']);
  expect(codes([loaded('worker', '1.17.5')], worker())).toEqual([]);
  expect(codes([loaded('worker', '1.17.2')], worker({ reuseV8Context: false }))).toEqual([]);
  expect(codes([loaded('worker', '1.17.2')], worker({ plugins: [] }))).toEqual([]);
});
