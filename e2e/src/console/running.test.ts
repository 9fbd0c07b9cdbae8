import { randomUUID } from 'node:crypto';
import { agenticSession, configure } from 'kelet';
import { KeletPlugin } from 'kelet/temporal';
import { type RunningConsole, startConsole } from 'kelet-console';
import { setupTelemetry } from 'kelet-opentelemetry';
import * as activities from '../activities';
import { consoleCommand } from '../support/console';
import { API_KEY } from '../support/secret';
import { type Running, startWorker } from '../support/worker';
import { continuing, delegating } from '../workflows/agents';
import { finishSignal, listen, tellChild } from '../workflows/conversation';

const telemetry = setupTelemetry({ serviceName: 'e2e' });
let console: RunningConsole;
const workers: Running[] = [];

beforeAll(async () => {
  console = await startConsole({ port: 0 });
  configure({ apiKey: API_KEY, project: 'e2e', apiUrl: console.url });
  for (const workflows of ['../workflows/conversation', '../workflows/agents']) {
    const plugins = [new KeletPlugin({ runStartedSpan: true })];
    workers.push(await startWorker({ workflowsPath: require.resolve(workflows), activities, plugins }));
  }
});

afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await console.close();
});

/** Whether the console shows the session as running, and what the doctor says of it. */
async function shown(sessionId: string): Promise<{ running: boolean; findings: unknown[] }> {
  await telemetry.spanProcessor.forceFlush();
  const { running, findings } = JSON.parse(await consoleCommand('session', sessionId, '--url', console.url, '--json'));
  return { running, findings };
}

const options = (worker: number) => ({ workflowId: randomUUID(), taskQueue: workers[worker]?.taskQueue ?? '' });

test('a session is running until its run has ended', async () => {
  const sessionId = randomUUID();
  const handle = await agenticSession({ sessionId }, () => workers[0]?.client.workflow.start(listen, options(0)));
  expect(await shown(sessionId)).toEqual({ running: true, findings: [] });
  await handle?.signal(finishSignal);
  await handle?.result();
  expect(await shown(sessionId)).toEqual({ running: false, findings: [] });
});

test.each([
  ['children, and signals to them', 0, tellChild],
  ['runs that go on in another', 1, continuing],
  ['a child that goes on in another run', 1, delegating],
])('a session with %s has ended when they have', async (_, worker, workflow: () => Promise<unknown>) => {
  const sessionId = randomUUID();
  await agenticSession({ sessionId }, () => workers[worker]?.client.workflow.execute(workflow, options(worker)));
  expect(await shown(sessionId)).toEqual({ running: false, findings: [] });
});
