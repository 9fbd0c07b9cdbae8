import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, Connection, Client as TemporalClient } from '@temporalio/client';
import type { Receiver } from 'kelet-console';
import { bun } from '../support/bun';
import { command, packAll } from '../support/pack';
import { compileSources, installProject, writeJson } from '../support/project';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';
import { arrived, whole } from './bundlers/arrived';
import { BUNDLERS, type Build, bunBuild, esbuild, esbuildModule, QUIET, rollup, webpack } from './bundlers/build';

const OTEL = '@temporalio/interceptors-opentelemetry';
const DEPENDENCIES = {
  '@temporalio/client': '~1.24.0',
  '@temporalio/common': '~1.24.0',
  [OTEL]: '~1.24.0',
  '@types/node': '^20.19.0',
  ...BUNDLERS,
};
const ENTRY = 'dist/client.js';

/** With all packages in the bundle: it runs in a folder that has none. */
const WHOLE: [name: string, out: string, build: Build][] = [
  ['esbuild', 'client.cjs', esbuild('--format=cjs')],
  ['esbuild, minified', 'client.cjs', esbuild('--format=cjs', '--minify')],
  ['esbuild, as an ES module', 'client.mjs', esbuildModule],
  ['webpack', 'client.cjs', webpack(QUIET)],
  ['webpack, to which what is missing is empty', 'client.cjs', webpack(`resolve: { alias: { '${OTEL}-v2': false } }`)],
  ['rollup', 'client.cjs', rollup('cjs', `{ ignoreTryCatch: ['${OTEL}-v2'] }`)],
  ['rollup, as an ES module', 'client.mjs', rollup('es', `{ ignoreTryCatch: ['${OTEL}-v2'] }`)],
  ...(bun === undefined ? [] : [['bun build', 'client.mjs', bunBuild(bun)] as [string, string, Build]]),
];

/** Where packages, or those that are optional, are left outside: it runs beside them. */
const BESIDE: typeof WHOLE = [
  ['esbuild, packages external', 'client.cjs', esbuild('--format=cjs', '--packages=external')],
  ['esbuild, packages external, as an ES module', 'client.mjs', esbuild('--format=esm', '--packages=external')],
  ['webpack, packages external', 'client.cjs', webpack("externals: [/^(@|kelet)/], externalsType: 'commonjs'")],
  ['rollup, as an ES module', 'client.mjs', rollup('es')],
  ...(bun === undefined
    ? []
    : [
        ['bun build, packages external', 'client.mjs', bunBuild(bun, '--packages=external')] as [string, string, Build],
      ]),
];

const directory = temporaryDirectory();
const project = join(directory, 'project');
let receiver: Receiver;
let client: Client;

beforeAll(async () => {
  const tarballs = await packAll();
  receiver = await startReceiver();
  client = new TemporalClient({ connection: await Connection.connect({ address: temporalAddress() }) });
  await installProject({
    directory: project,
    packageManager: 'npm',
    tarballs,
    own: ['kelet'],
    dependencies: DEPENDENCIES,
  });
  mkdirSync(join(project, 'dist'));
  for (const name of ['program', 'client', 'by-hand']) {
    cpSync(join(__dirname, `bundlers/${name}.ts`), join(project, `src/${name}.ts`));
  }
  writeJson(join(project, 'src/package.json'), { type: 'module' });
  writeJson(join(project, 'dist/package.json'), { type: 'module' });
  await compileSources(project);
}, 600_000);

afterAll(async () => {
  await client.connection.close();
  await receiver.close();
});

/** Runs a program that starts a workflow, sends a signal and makes a span; answers what it said, and what arrived. */
async function run(file: string, workflowId: string, runtime = process.execPath, env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr } = await command(runtime, [file], join(file, '..'), {
    ...process.env,
    ...env,
    ...keletAt(receiver.url, 'my-agent'),
    KELET_TEST_WORKFLOW_ID: workflowId,
    TEMPORAL_ADDRESS: temporalAddress(),
  });
  return { said: `${stdout}${stderr}`, ...(await arrived(client, receiver, workflowId)) };
}

const works = (workflowId: string) => ({ said: '', ...whole(workflowId) });

test.each(WHOLE)('a client that %s builds, with all packages in it, works as it is', async (_, out, build) => {
  const workflowId = randomUUID();
  const alone = join(directory, 'alone', workflowId);
  mkdirSync(alone, { recursive: true });
  const file = join(alone, out);
  await build(project, ENTRY, file);
  expect(existsSync(join(alone, 'node_modules'))).toBe(false);
  expect(await run(file, workflowId)).toEqual(works(workflowId));
});

test.each(BESIDE)('a client that %s builds works beside its packages', async (_, out, build) => {
  const workflowId = randomUUID();
  const file = join(project, 'built', workflowId, out);
  mkdirSync(join(file, '..'), { recursive: true });
  await build(project, ENTRY, file);
  expect(await run(file, workflowId)).toEqual(works(workflowId));
});

test('an interceptor of Temporal’s that is registered by hand is known by a minified bundle, too', async () => {
  const workflowId = randomUUID();
  const file = join(directory, 'by-hand/client.cjs');
  await esbuild('--format=cjs', '--minify')(project, 'dist/by-hand.js', file);
  expect(await run(file, workflowId)).toEqual(works(workflowId));
});

(bun === undefined ? test.skip : test)('a client works in Bun', async () => {
  const workflowId = randomUUID();
  expect(await run(join(project, ENTRY), workflowId, bun)).toEqual(works(workflowId));
});

test('a bundle without an OpenTelemetry package of Temporal says so, and where it looked', async () => {
  const alone = join(directory, 'without');
  mkdirSync(alone);
  const file = join(alone, 'client.cjs');
  await esbuild('--format=cjs', `--external:${OTEL}`)(project, ENTRY, file);
  await expect(run(file, randomUUID())).rejects.toThrow(
    `This program is a bundle, which has neither in it, and neither is installed where it looks: ${file}, ${alone}/.`,
  );
});

test('one that is there and fails is not called missing', async () => {
  const alone = join(directory, 'failing');
  const broken = join(alone, 'node_modules', OTEL);
  mkdirSync(broken, { recursive: true });
  writeFileSync(join(broken, 'index.js'), "throw new Error('a failure of its own');");
  const file = join(alone, 'client.cjs');
  await esbuild('--format=cjs', `--external:${OTEL}`)(project, ENTRY, file);
  await expect(run(file, randomUUID())).rejects.toThrow(
    `${OTEL} is there, and cannot be loaded in this bundle: a failure of its own`,
  );
});
