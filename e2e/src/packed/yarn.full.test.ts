import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import type { Receiver } from 'kelet-console';
import { command, packAll } from '../support/pack';
import { writeJson } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const COMPILED = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } } as const;
const DEPENDENCIES = {
  '@opentelemetry/api': '^1.9.0',
  '@temporalio/activity': '~1.24.0',
  '@temporalio/client': '~1.24.0',
  '@temporalio/common': '~1.24.0',
  '@temporalio/interceptors-opentelemetry': '~1.24.0',
  '@temporalio/plugin': '~1.24.0',
  '@temporalio/worker': '~1.24.0',
  '@temporalio/workflow': '~1.24.0',
};

/** Where a package finds only what it names itself. */
const STRICT = `nodeLinker: pnp
pnpMode: strict
pnpFallbackMode: none
enableTelemetry: false
enableGlobalCache: false
`;

const directory = temporaryDirectory();
const tools = join(directory, 'tools');
const project = join(directory, 'project');
let receiver: Receiver;

const yarn = async (...args: string[]) => {
  const { stdout: registry } = await command('npm', ['config', 'get', 'registry'], directory);
  const env = {
    ...process.env,
    ...keletAt(receiver.url, 'my-agent'),
    TEMPORAL_ADDRESS: temporalAddress(),
    YARN_NPM_REGISTRY_SERVER: registry.trim(),
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  };
  const program = join(tools, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
  return command(process.execPath, [program, ...args], project, env);
};

beforeAll(async () => {
  const tarballs = await packAll();
  receiver = await startReceiver();
  mkdirSync(tools);
  writeJson(join(tools, 'package.json'), { name: 'tools', private: true });
  await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '@yarnpkg/cli-dist@^4.18.0'], tools);
  mkdirSync(project);
  const own = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  const dependencies = { ...DEPENDENCIES, kelet: own['kelet'] };
  writeJson(join(project, 'package.json'), { name: 'empty-project', private: true, dependencies, resolutions: own });
  writeFileSync(join(project, '.yarnrc.yml'), STRICT);
  writeFileSync(join(project, 'yarn.lock'), '');
  for (const name of ['main', 'workflows']) {
    const { code } = transformFileSync(join(__dirname, `yarn/${name}.ts`), COMPILED);
    writeFileSync(join(project, `${name}.js`), code);
  }
  await yarn('install');
}, 600_000);

afterAll(() => receiver.close());

test('with Yarn PnP, strict, client and worker find all that they need', async () => {
  const { stdout } = await yarn('node', 'main.js');
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ workflow: 'conv-42', activity: 'conv-42' });
  expect(receiver.signals.map(({ body }) => [body['session_id'], body['trigger_name']])).toEqual([
    ['conv-42', 'answered'],
  ]);
  const spans = receiver.spans.map(({ name, attributes }) => [name, attributes['gen_ai.conversation.id']]);
  expect(spans).toEqual(
    expect.arrayContaining([
      ['StartWorkflow:answer', 'conv-42'],
      ['RunWorkflow:answer', 'conv-42'],
    ]),
  );
});

test.each(['kelet/temporal', 'kelet/opentelemetry', 'kelet'])('with Yarn PnP, strict, %s loads', async (entry) => {
  await yarn('node', '-e', `require('${entry}')`);
});
