import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, packAll, ROOT } from '../support/pack';
import { compile, installProject, writeJson } from '../support/project';
import { temporaryDirectory } from '../support/temporary';

const COMMON = { '@temporalio/common': '~1.24.0' };
const OLDEST = { '@temporalio/common': '1.10.1', '@temporalio/workflow': '1.10.1' };
const OTEL_API = { '@opentelemetry/api': '~1.9.0' };

/** Each package with the subpaths that its peers, and no others, must be enough for. */
const SUBPATHS: [own: string, peers: Record<string, string>, subpaths: string[]][] = [
  ['kelet-core', {}, ['', '/internal', '/host', '/testing']],
  ['kelet-temporal-headers', COMMON, ['', '/names']],
  ['kelet-temporal-interceptors', COMMON, ['', '/client', '/activity', '/nexus']],
  ['kelet-temporal-interceptors', { ...COMMON, '@temporalio/workflow': '~1.24.0' }, ['/workflow']],
  ['kelet-temporal-headers', OLDEST, ['']],
  ['kelet-temporal-interceptors', OLDEST, ['', '/client', '/activity', '/nexus', '/workflow']],
  ['kelet-opentelemetry', OTEL_API, ['']],
  ['kelet-temporal-plugin', { ...COMMON, ...OTEL_API }, ['']],
  ['kelet-doctor', { ...COMMON, ...OTEL_API }, ['', '/arrived']],
  ['kelet', { ...COMMON, ...OTEL_API }, ['', '/temporal', '/opentelemetry', '/doctor', '/testing']],
  ['kelet-console', {}, ['']],
];

const directory = temporaryDirectory();
let tarballs: Record<string, string>;
let projects = 0;

beforeAll(async () => {
  tarballs = await packAll();
}, 300_000);

test.each(SUBPATHS)('%s compiles and loads with only %j: %j', async (own, dependencies, subpaths) => {
  const project = join(directory, `project-${projects++}`);
  await installProject({ directory: project, packageManager: 'pnpm', tarballs, own: [own], dependencies });
  const imports = subpaths.map((subpath, index) => `import * as entry${index} from '${own}${subpath}';`);
  const used = subpaths.map((_, index) => `entry${index}`).join(', ');
  mkdirSync(join(project, 'src'));
  writeFileSync(join(project, 'src/all.ts'), `${imports.join('\n')}\nexport const all = [${used}];\n`);
  for (const [module, moduleResolution] of [
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ]) {
    const compilerOptions = { module, moduleResolution, strict: true, target: 'es2022', noEmit: true, types: [] };
    writeJson(join(project, 'tsconfig.json'), { compilerOptions, files: ['src/all.ts'] });
    await compile(project);
  }
  for (const subpath of subpaths.filter((path) => path !== '/workflow')) {
    await command(process.execPath, ['-e', `require('${own}${subpath}')`], project);
  }
});

test('what a client needs brings no native worker', async () => {
  const project = join(directory, 'client-only');
  const dependencies = { '@temporalio/client': '~1.24.0' };
  const own = ['kelet', 'kelet-core', 'kelet-temporal-interceptors'];
  await installProject({ directory: project, packageManager: 'npm', tarballs, own, dependencies });
  expect(existsSync(join(project, 'node_modules/@temporalio/client'))).toBe(true);
  expect(existsSync(join(project, 'node_modules/@temporalio/core-bridge'))).toBe(false);
  expect(existsSync(join(project, 'node_modules/@temporalio/worker'))).toBe(false);
  const script = `
    const { Client } = require('@temporalio/client');
    const { createClientInterceptors } = require('kelet-temporal-interceptors/client');
    new Client({ interceptors: createClientInterceptors() });
  `;
  await command(process.execPath, ['-e', script], project);
});

test('publint and attw find nothing in any package', async () => {
  const bin = join(ROOT, 'e2e/node_modules/.bin');
  expect(Object.keys(tarballs).length).toBe(8);
  for (const tarball of Object.values(tarballs)) {
    await command(join(bin, 'publint'), ['run', tarball, '--strict'], directory);
    await command(join(bin, 'attw'), [tarball], directory);
  }
});
