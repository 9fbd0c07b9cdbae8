import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { agenticSession, configure, KeletError, type SignalBody } from 'kelet-core';
import * as activities from './activities';
import { inProcess } from './in-process';
import { parts } from './parts';
import { remark } from './remarks';
import * as workflows from './workflows';

async function meetsItsFate({ trigger_name: fate }: SignalBody): Promise<void> {
  if (fate === 'refused') throw new KeletError('SIGNAL_REJECTED', 'The API says no.');
  if (fate === 'lost') throw new KeletError('SIGNAL_UNDELIVERED', 'The API is away.');
}

/** Runs workflows that are easily upset, and prints which run each was, as JSON, by name. */
async function main(address: string): Promise<void> {
  const withKelet = process.env['KELET_AS'] !== 'none';
  configure({ apiKey: 'none', project: 'record', signals: { transport: { send: meetsItsFate } } });
  const { client, worker, taskQueue, close } = await inProcess(address, {
    activities: { ...activities, ...parts().activities },
  });
  const options = () => ({ taskQueue, workflowId: `record-${randomUUID()}` });

  // All of these wait for the worker: signals and updates are in the first activation, with the start.
  const handles: Record<string, Promise<WorkflowHandle>> = await agenticSession({ sessionId: 'base' }, async () => {
    const { workflow } = client;
    const messages = await workflow.start(workflows.listen, options());
    const update = messages.executeUpdate(workflows.change).then(() => messages.signal(workflows.finish));
    await messages.signal(workflows.tell);
    const crowd = await workflow.start(workflows.crowded, options());
    await crowd.signal(workflows.tell);
    const crowding = crowd.executeUpdate(workflows.change);
    return {
      crowded: crowding.then(() => crowd),
      races: workflow.start(workflows.races, options()),
      activity: workflow.start(workflows.activity, { args: ['own'], ...options() }),
      timers: workflow.start(workflows.conditionThenActivity, { args: ['own'], ...options() }),
      continued: workflow.start(workflows.continueAsNewThrice, { args: ['own', 1], ...options() }),
      messages: update.then(() => messages),
      ...(withKelet && { remarks: remarking() }),
    };
  });
  // In no session, but with an id from which one can be derived.
  if (withKelet) handles['remarksAlone'] = remarking();

  async function remarking(): Promise<WorkflowHandle> {
    const workflowId = `record-${randomUUID()}/session/from-id`;
    const handle = await client.workflow.start(workflows.remarks, { taskQueue, workflowId });
    await handle.signal(remark);
    return handle;
  }
  const runs = await worker.runUntil(async () => {
    const entries = Object.entries(handles).map(async ([name, started]) => {
      const handle = await started;
      await handle.result();
      const { workflowId, firstExecutionRunId } = handle as WorkflowHandle & { firstExecutionRunId?: string };
      return [name, { workflowId, runId: firstExecutionRunId }];
    });
    return Object.fromEntries(await Promise.all(entries));
  });
  console.log(JSON.stringify(runs));
  await close();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
