import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { agenticSession, configure, signal } from 'kelet-core';
import { inSession, setupTelemetry } from 'kelet-opentelemetry';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import { askIn, SESSION } from './run';
import { kelet, type SetUp } from './set-up';

const interceptors = () => createInterceptors();

/** Set-ups in which nothing is wrong. */
export const RIGHT: Readonly<Record<string, SetUp>> = {
  'as the documentation has it': {},

  'everything that makes spans and signals, in two runs': {
    async run({ client, taskQueue }) {
      const workflowId = randomUUID();
      const handle = await agenticSession(SESSION, () => client.workflow.start('whole', { workflowId, taskQueue }));
      // By somebody in no session.
      await handle.signal('finish');
      const first = client.workflow.getHandle(workflowId, handle.firstExecutionRunId, { followRuns: false });
      await first.result().catch(() => {}); // it continues as new, which is an error here
      await agenticSession(SESSION, () => handle.query('state'));
      await agenticSession(SESSION, () => handle.signal('finish'));
      await handle.result();
      await agenticSession(SESSION, () => signal({ kind: 'feedback', source: 'human', score: 1 }));
      return workflowId;
    },
  },

  'six conversations at once': {
    async run(tools) {
      const sessions = [1, 2, 3, 4, 5, 6].map((n) => ({ ...SESSION, sessionId: `conv-${n}` }));
      const [first] = await Promise.all(sessions.map((session) => askIn(session, tools)));
      return first;
    },
  },

  'a run that is still open': {
    async run({ client, taskQueue }) {
      const workflowId = randomUUID();
      const handle = await agenticSession(SESSION, () => client.workflow.start('wait', { workflowId, taskQueue }));
      await handle.query('__stack_trace');
      return workflowId;
    },
  },

  'two projects': {
    configure: () => configure({ projects: { other: {} } }),
    async run(tools) {
      await askIn({ ...SESSION, sessionId: 'conv-43', project: 'other' }, tools);
      return askIn(SESSION, tools);
    },
  },

  'a schedule that starts runs without a session': {
    telemetry: () => void setupTelemetry({ serviceName: 'app' }),
    async run({ client, taskQueue }) {
      const scheduleId = randomUUID();
      const schedule = await client.schedule.create({
        scheduleId,
        spec: {},
        action: { type: 'startWorkflow', workflowType: 'ask', args: ['hello'], taskQueue, workflowId: scheduleId },
      });
      await schedule.trigger();
      await finished(async () => (await schedule.describe()).info.recentActions.length > 0);
      const [action] = (await schedule.describe()).info.recentActions;
      if (action?.action.type === 'startWorkflow') {
        await client.workflow.getHandle(action.action.workflow.workflowId).result();
      }
      await schedule.delete();
      return undefined;
    },
  },

  'raw interceptors': {
    clientPlugins: () => [],
    workerPlugins: () => [],
    telemetry: () => {},
    clientInterceptors: () => interceptors().client.workflow,
    workerOptions: () => {
      const { worker, workflowModules, sinks, activities } = interceptors();
      return {
        interceptors: { ...worker, workflowModules } as never,
        sinks,
        activities: { ...activities, ...require('./activities') },
      };
    },
  },

  'no spans, by choice': {
    telemetry: () => {},
    clientPlugins: () => [new KeletPlugin({ includeOtelPlugin: false })],
    workerPlugins: () => [new KeletPlugin({ includeOtelPlugin: false })],
  },

  'two processes': { isWorkerApart: true },

  'NodeSDK beside': {
    first() {
      const { NodeSDK } = require('@opentelemetry/sdk-node') as { NodeSDK: new (options: object) => { start(): void } };
      const { InMemorySpanExporter } = require('@opentelemetry/sdk-trace-base') as {
        InMemorySpanExporter: new () => object;
      };
      new NodeSDK({ serviceName: 'app', traceExporter: new InMemorySpanExporter() }).start();
    },
    telemetry: () => void setupTelemetry(),
  },

  'a filter': { telemetry: () => void setupTelemetry({ serviceName: 'app', filter: inSession }) },

  'a bundle that is built with the plugin': {
    async workerOptions() {
      const { bundleWorkflowCode } = await import('@temporalio/worker');
      const workflowsPath = require.resolve('./workflows');
      const workflowBundle = await bundleWorkflowCode({ workflowsPath, plugins: [kelet()] as never, logger: QUIET });
      return { workflowsPath: undefined as never, workflowBundle };
    },
  },
};

const nothing = () => {};
export const QUIET = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, log: nothing };

async function finished(check: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await check()); await sleep(100)) {
    if (Date.now() > deadline) throw new Error('It has not come to its end within 20 s.');
  }
}
