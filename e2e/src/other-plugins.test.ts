import { randomUUID } from 'node:crypto';
import type { Next, WorkflowClientInterceptor } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { type ActivityInboundCallsInterceptor, Worker } from '@temporalio/worker';
import { agenticSession } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { temporalAddress } from './support/server';
import { installLogger } from './support/worker';
import { derived } from './workflows/derived';

const workflowsPath = require.resolve('./workflows/derived');

let calls: string[];

beforeEach(() => {
  installLogger();
  calls = [];
});

const clientInterceptor: WorkflowClientInterceptor = {
  startWithDetails(input, next) {
    calls.push('client');
    return next(input);
  },
};

const activityInterceptor = (): ActivityInboundCallsInterceptor => ({
  execute(input, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
    calls.push('activity');
    return next(input);
  },
});

/** Each way in which Temporal takes a user's own interceptors, deprecated ones included. */
test.each([
  ['lists', { workflow: [clientInterceptor] }, { activity: [() => ({ inbound: activityInterceptor() })] }],
  ['legacy forms', { workflow: { calls: [() => clientInterceptor] } }, { activityInbound: [activityInterceptor] }],
])(
  "in a testing environment, with one plugin on everything and the user's interceptors as %s",
  async (_, ofClient, ofWorker) => {
    const plugin = new KeletPlugin({ includeOtelPlugin: false });
    const environment = await TestWorkflowEnvironment.createFromExistingServer({
      address: temporalAddress(),
      client: { interceptors: ofClient },
      plugins: [plugin],
    });
    const { client, nativeConnection } = environment;
    const taskQueue = `beside-${randomUUID()}`;
    const options = { connection: nativeConnection, taskQueue, workflowsPath, activities, interceptors: ofWorker };
    const worker = await Worker.create({ ...options, plugins: [plugin] });

    const run = () => client.workflow.execute(derived, { workflowId: randomUUID(), taskQueue });
    const seen = await worker.runUntil(() => agenticSession({ sessionId: 'conv-42' }, run));
    await environment.teardown();

    expect(seen).toEqual(['conv-42', 'conv-42', 'conv-42']);
    expect(calls).toEqual(['client', 'activity']);
  },
);
