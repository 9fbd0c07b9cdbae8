import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import type { Receiver } from 'kelet-console';
import { command, packAll } from '../support/pack';
import { installProject, writeJson } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const COMPILED = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } } as const;
const PARTS = ['activity', 'client', 'common', 'worker', 'workflow'];

const directory = temporaryDirectory();
const project = join(directory, 'project');
let receiver: Receiver;

beforeAll(async () => {
  const tarballs = await packAll();
  receiver = await startReceiver();
  await installProject({
    directory: project,
    packageManager: 'pnpm',
    tarballs,
    own: ['kelet-core', 'kelet-temporal-interceptors'],
    dependencies: Object.fromEntries(PARTS.map((name) => [`@temporalio/${name}`, '1.10.1'])),
  });
  for (const name of ['main', 'workflows']) {
    const { code } = transformFileSync(join(__dirname, `old/${name}.ts`), COMPILED);
    writeFileSync(join(project, `${name}.js`), code);
  }
}, 600_000);

afterAll(() => receiver.close());

test.each([
  { browserslist: undefined, forNode: false },
  // The bundler of that version follows it; no plugin of Kelet's keeps the target there.
  { browserslist: ['node 20'], forNode: true },
])('on Temporal 1.10.1, raw interceptors work with browserslist $browserslist', async ({ browserslist, forNode }) => {
  const manifest = join(project, 'package.json');
  writeJson(manifest, { ...JSON.parse(readFileSync(manifest, 'utf8')), browserslist });
  const before = receiver.signals.length;
  const { stdout } = await command(process.execPath, ['main.js'], project, {
    ...process.env,
    ...keletAt(receiver.url, 'my-agent'),
    TEMPORAL_ADDRESS: temporalAddress(),
  });
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
    answer: { workflow: 'conv-42', activity: 'conv-42' },
    forNode,
  });
  const signals = receiver.signals.slice(before);
  expect(signals.map((signal) => [signal.project, signal.body['session_id'], signal.body['trigger_name']])).toEqual([
    ['my-agent', 'conv-42', 'answered'],
  ]);
});
