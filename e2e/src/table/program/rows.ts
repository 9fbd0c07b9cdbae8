import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { agenticSession } from 'kelet-core';
import { runInSession } from 'kelet-core/internal';
import { nexusServices } from './nexus';
import * as workflows from './workflows';

type Id = workflows.Id;

export interface Cell {
  readonly client: Client;
  readonly taskQueue: string;
  readonly workflowId: string;
  /** The session of the message, or of the code at the boundary; `null` for none of its own. */
  readonly own: string | null;
}

export interface Row {
  readonly name: string;
  /** Why this version of Temporal cannot have the row; absent where it can. */
  readonly lacking?: (client: Client) => string | undefined | Promise<string | undefined>;
  readonly run: (cell: Cell) => Promise<unknown>;
}

/** Sends a message in its own session, or outside of any. */
function sending<R>(own: string | null, fn: () => R): R {
  return own === null ? runInSession(undefined, fn) : agenticSession({ sessionId: own }, fn);
}

/** A boundary that workflow code crosses by itself. */
function inside(name: string, workflow: (own: string | null) => Promise<Id>, more: object = {}): Row {
  return {
    name,
    run: ({ client, own, ...options }) => client.workflow.execute(workflow, { args: [own], ...more, ...options }),
  };
}

/** A message to a workflow that listens. */
function message(name: string, send: (handle: WorkflowHandle<typeof workflows.listen>) => Promise<unknown>): Row {
  return {
    name,
    async run({ client, own, ...options }) {
      const handle = await client.workflow.start(workflows.listen, options);
      const answer = await sending(own, () => send(handle));
      await runInSession(undefined, () => handle.signal(workflows.tell));
      await handle.signal(workflows.finish);
      const [first] = await handle.result();
      return answer ?? first;
    },
  };
}

/** What a run gave that a schedule started, under an id that the schedule completed. */
async function eventualResult(client: Client, workflowType: string, workflowId: string): Promise<unknown> {
  for (;;) {
    for await (const run of client.workflow.list({ query: `WorkflowType="${workflowType}"` })) {
      if (run.workflowId.startsWith(workflowId) && run.status.name === 'COMPLETED') {
        return client.workflow.getHandle(run.workflowId, run.runId).result();
      }
    }
    await sleep(100);
  }
}

function lacksNexus(): string | undefined {
  return nexusServices().length > 0 ? undefined : 'Nexus handlers since 1.13';
}

/** The dev server is older than them, so that `npm test` runs the table on another server too. */
async function lacksStandalone(client: Client): Promise<string | undefined> {
  if (client.activity === undefined) return 'since 1.17';
  const { serverVersion = '' } = await client.workflowService.getSystemInfo({});
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(serverVersion) ?? [];
  return Number(major) * 1000 + Number(minor) < 1031 ? `not run: server ${serverVersion} lacks them` : undefined;
}

const RETRY = { retry: { initialInterval: 10, maximumAttempts: 2 } };

export const ROWS: readonly Row[] = [
  inside('execute', workflows.execute),
  inside('activity', workflows.activity),
  inside('localActivity', workflows.localActivity),
  inside('child', workflows.child),
  inside('grandchild', workflows.grandchild),
  inside('timerThenActivity', workflows.timerThenActivity),
  inside('cancellationScope', workflows.cancellationScope),
  inside('detachedPromise', workflows.detachedPromise),
  inside('conditionThenActivity', workflows.conditionThenActivity),
  inside('continueAsNewThrice', workflows.continueAsNewThrice),
  inside('retried', workflows.retried, RETRY),
  inside('keletSignal', workflows.keletSignal),
  inside('signalToChild', workflows.signalToChild),
  inside('signalToExternal', workflows.signalToExternal),
  message('signal', (handle) => handle.signal(workflows.tell)),
  message('query', (handle) => handle.query(workflows.ask)),
  message('update', (handle) => handle.executeUpdate(workflows.change)),
  message('updateValidator', (handle) => handle.executeUpdate(workflows.validate)),
  {
    name: 'signalWithStart',
    async run({ client, own, ...options }) {
      const start = () =>
        client.workflow.signalWithStart(workflows.listen, { ...options, signal: workflows.tell, signalArgs: [] });
      const handle = own === null ? await start() : await agenticSession({ sessionId: own }, start);
      await handle.signal(workflows.finish);
      return (await handle.result())[0];
    },
  },
  {
    name: 'interleaved',
    async run({ client, own, ...options }) {
      const handle = await client.workflow.start(workflows.interleaved, { args: [own], ...options });
      await sending('first', () => handle.signal(workflows.tell));
      await sending('second', () => handle.signal(workflows.tell));
      return handle.result();
    },
  },
  {
    name: 'updateWithStart',
    lacking: (client) => ('executeUpdateWithStart' in client.workflow ? undefined : 'since 1.11.6'),
    async run({ client, own, taskQueue, workflowId }) {
      const { WithStartWorkflowOperation } = require('@temporalio/client') as typeof import('@temporalio/client');
      const startWorkflowOperation = new WithStartWorkflowOperation(workflows.listen, {
        taskQueue,
        workflowId,
        workflowIdConflictPolicy: 'FAIL',
      });
      const start = () => client.workflow.executeUpdateWithStart(workflows.change, { startWorkflowOperation });
      const seen = own === null ? await start() : await agenticSession({ sessionId: own }, start);
      const handle = await startWorkflowOperation.workflowHandle();
      await handle.signal(workflows.tell);
      await handle.signal(workflows.finish);
      return seen;
    },
  },
  {
    // Another session than the run's, so that the headers of the update count and not those of the start.
    name: 'updateWithStartOfRunning',
    lacking: (client) => ('executeUpdateWithStart' in client.workflow ? undefined : 'since 1.11.6'),
    async run({ client, own, taskQueue, workflowId }) {
      const { WithStartWorkflowOperation } = require('@temporalio/client') as typeof import('@temporalio/client');
      const options = { taskQueue, workflowId };
      const handle = await client.workflow.start(workflows.listen, options);
      const startWorkflowOperation = new WithStartWorkflowOperation(workflows.listen, {
        ...options,
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      const seen = await sending(own, () =>
        client.workflow.executeUpdateWithStart(workflows.change, { startWorkflowOperation }),
      );
      await handle.signal(workflows.tell);
      await handle.signal(workflows.finish);
      return seen;
    },
  },
  {
    name: 'schedule',
    async run({ client, own, taskQueue, workflowId }) {
      const action = { type: 'startWorkflow', workflowType: workflows.activity, args: [null], workflowId, taskQueue };
      const create = () => client.schedule.create({ scheduleId: workflowId, spec: {}, action: action as never });
      const schedule = own === null ? await create() : await agenticSession({ sessionId: own }, create);
      await schedule.trigger();
      const seen = await eventualResult(client, 'activity', workflowId);
      await schedule.delete();
      return seen;
    },
  },
  {
    name: 'standaloneActivity',
    lacking: lacksStandalone,
    run({ client, own, taskQueue, workflowId: id }) {
      const start = () => client.activity.execute('who', { id, taskQueue, startToCloseTimeout: '10 seconds' });
      return own === null ? start() : agenticSession({ sessionId: own }, start);
    },
  },
  {
    name: 'nexusHandler',
    lacking: lacksNexus,
    run: inside('', workflows.nexusHandler).run,
  },
  {
    name: 'nexusWorkflow',
    lacking: lacksNexus,
    run: inside('', workflows.nexusWorkflow).run,
  },
];
