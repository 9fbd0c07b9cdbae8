import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import * as activities from '../activities';
import { CONSOLE } from '../support/console';
import { temporalAddress } from '../support/server';
import { type Running, startWorker } from '../support/worker';
import { look, readEach } from '../workflows/conversation';

const workflowsPath = require.resolve('../workflows/conversation');
const plugin = new KeletPlugin({ includeOtelPlugin: false });
let withPlugin: Running;
let without: Running;

beforeAll(async () => {
  withPlugin = await startWorker({ workflowsPath, activities, plugins: [plugin] });
  without = await startWorker({ workflowsPath, activities });
});

afterAll(async () => {
  await withPlugin.stop();
  await without.stop();
});

/** What the command says of a workflow, and its exit code; in a folder from which Temporal's client is found. */
async function doctor(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CONSOLE, 'doctor', ...args], { cwd: __dirname }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

async function run({ client, taskQueue }: Pick<Running, 'client' | 'taskQueue'>, workflow: () => Promise<unknown>) {
  const workflowId = randomUUID();
  await agenticSession({ sessionId: 'conv-42' }, () => client.workflow.execute(workflow, { workflowId, taskQueue }));
  return ['--temporal', temporalAddress(), '--workflow-id', workflowId];
}

test('a workflow that keeps its session has nothing', async () => {
  expect(await doctor(...(await run(withPlugin, look)))).toEqual({
    code: 0,
    stdout: 'The doctor has found nothing wrong.\n',
    stderr: '',
  });
});

test('one whose client sent no session says so', async () => {
  const client = new Client({ connection: withPlugin.client.connection });
  const { code, stdout } = await doctor(
    ...(await run({ client, taskQueue: withPlugin.taskQueue }, readEach)),
    '--json',
  );
  expect([code, JSON.parse(stdout)]).toMatchObject([0, [{ code: 'startWithoutSession', severity: 'warning' }]]);
});

test('one whose worker has lost it names the event, and the exit code is 1', async () => {
  jest.spyOn(console, 'warn').mockImplementation(); // of activities without a session
  const client = new Client({ connection: without.client.connection, plugins: [plugin] });
  const args = await run({ client, taskQueue: without.taskQueue }, look);
  const { code, stdout } = await doctor(...args);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ .* {2}\[sessionLostInWorkflow\]\n {4}at {3}/);
  expect(stdout).toMatch(/event \d+/);
});

test.each<[string[], RegExp]>([
  [['--temporal', '127.0.0.1:9', '--workflow-id', 'w'], /^The history of w cannot be read at 127\.0\.0\.1:9: /],
  [['--temporal', 'SERVER', '--workflow-id', 'nobody'], /^The history of nobody cannot be read at .*: .*not found/],
])('%j says why it cannot be read', async (args, message) => {
  const given = args.map((arg) => (arg === 'SERVER' ? temporalAddress() : arg));
  expect(await doctor(...given)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});
