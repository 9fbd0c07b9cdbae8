import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { HOSTILE } from './support/hostile-auto-session';
import { type Running, startWorker } from './support/worker';
import type * as workflows from './workflows/conversation';

const autoSessionModule = require.resolve('./support/hostile-auto-session');
const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
let running: Running;

beforeAll(async () => {
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/conversation'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false, autoSessionModule, activityAutoSession: () => hostile() })],
  });
});

afterAll(() => running.stop());

let current = 0;

function hostile(): string {
  throw HOSTILE[current]?.();
}

/** Started by a client without Kelet, so that the workflow derives its session. */
async function look(workflowId: string): Promise<workflows.Seen> {
  const { workflow } = new Client({ connection: running.client.connection });
  const options = { taskQueue: running.taskQueue, workflowId, workflowExecutionTimeout: '15 seconds' } as const;
  return workflow.execute<typeof workflows.look>('look', options);
}

test.each(['throws', 'gives'])('a module that %s what cannot be shown costs no run, and is warned of', async (how) => {
  warn.mockClear();
  for (current = 0; current < HOSTILE.length; current++) {
    const seen = await look(`${how}/${current}/${randomUUID()}`);
    expect(seen).toEqual({ nested: { sessionId: 'inner', metadata: { step: 2 } } });
  }
  const warnings = warn.mock.calls.map(([message]) => String(message)).filter((message) => /autoSession/.test(message));
  const threw = warnings.filter((message) => message.includes('autoSession threw')).length;
  expect([threw, warnings.length > threw]).toEqual(how === 'throws' ? [1, false] : [0, true]);
});
