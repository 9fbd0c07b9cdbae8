import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Receiver } from 'kelet-console';
import { agenticSession, configure } from 'kelet-core';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { command, packAll } from '../support/pack';
import { buildProgram } from '../support/program';
import { installProject } from '../support/project';
import { startReceiver } from '../support/receiver';
import { API_KEY, keletAt } from '../support/secret';
import { temporalAddress } from '../support/server';
import { temporaryDirectory } from '../support/temporary';

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
const sources = join(__dirname, 'program');
let receiver: Receiver;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  receiver = await startReceiver();
  environment = {
    ...process.env,
    ...keletAt(receiver.url),
  };
});

afterAll(() => receiver.close());

/** What has arrived since, by name and by value. */
const arrived = ([spans, signals]: readonly [number, number]) => [
  receiver.spans.slice(spans).map(({ name }) => name),
  receiver.signals.slice(signals).map(({ body }) => body['value']),
];
const now = () => [receiver.spans.length, receiver.signals.length] as const;

describe('a script that awaits nothing', () => {
  let script: string;

  beforeAll(async () => {
    script = join(await buildProgram(sources, [join(sources, 'script.ts')], build), 'script.js');
  });

  test.each([
    ['with the option flushAtExit', 'option', [['work'], ['done']]],
    ['with flushAll() ahead of process.exit()', 'flushAll', [['work'], ['done']]],
    // Node.js waits for a request, and not for a batch.
    ['without either: only its signal', 'neither', [[], ['done']]],
  ])('%s sends all', async (_, how, expected) => {
    const before = now();
    await command(process.execPath, [script, how], build, environment);
    expect(arrived(before)).toEqual(expected);
  });

  test('ends in time where the API is away', async () => {
    const began = performance.now();
    const away = { ...environment, KELET_API_URL: 'http://127.0.0.1:9' };
    await command(process.execPath, [script, 'option'], build, away);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

test("a worker in a function, by Temporal's lambda-worker, has sent all when the function is frozen", async () => {
  const project = join(directory, 'lambda');
  const temporal = ['activity', 'client', 'common', 'lambda-worker', 'plugin', 'worker', 'workflow'];
  const packages = [...temporal, 'interceptors-opentelemetry'].map((name) => [`@temporalio/${name}`, '1.23.0']);
  await installProject({
    directory: project,
    packageManager: 'pnpm',
    tarballs: await packAll(),
    own: ['kelet-core', 'kelet-opentelemetry', 'kelet-temporal-plugin'],
    dependencies: { ...Object.fromEntries(packages), '@opentelemetry/api': '~1.9.0' },
  });
  const built = await buildProgram(sources, [join(sources, 'workflows.ts')], build);
  for (const file of ['lambda.cjs', 'invoke.cjs']) cpSync(join(sources, file), join(project, file));
  cpSync(join(built, 'workflows.js'), join(project, 'workflows.js'));

  const deployment = `lambda-${randomUUID()}`;
  const env = {
    ...environment,
    TEMPORAL_ADDRESS: temporalAddress(),
    TEMPORAL_TASK_QUEUE: deployment,
    DEPLOYMENT: deployment,
  };
  const invoked = command(process.execPath, [join(project, 'invoke.cjs'), '20000'], project, env).catch(
    (error: Error) => error.message,
  );
  const connection = await Connection.connect({ address: temporalAddress() });
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  const client = new Client({ connection, plugins: [new KeletPlugin({ includeOtelPlugin: false })] });
  // The server knows a version from its first poll on.
  const version = { namespace: 'default', deploymentName: deployment, version: `${deployment}.1`, buildId: '1' };
  for (let known = false; !known; await wait(100)) {
    known = await connection.workflowService.setWorkerDeploymentCurrentVersion(version).then(
      () => true,
      () => false,
    );
  }
  const before = now();
  await agenticSession({ sessionId: 'conv-42' }, () =>
    client.workflow.execute('short', { workflowId: randomUUID(), taskQueue: deployment }),
  );
  await connection.close();
  expect(await invoked).toMatch(/answered/);
  const [spans, signals] = arrived(before);
  expect(signals).toEqual(['of a workflow']);
  expect([...new Set(spans)].sort()).toEqual([
    'RunActivity:_kelet_signal',
    'RunActivity:work',
    'RunWorkflow:short',
    'StartActivity:_kelet_signal',
    'StartActivity:work',
  ]);
}, 180_000);
