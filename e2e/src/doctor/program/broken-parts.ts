import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { configure } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { createInterceptors, sessionOfWorkflow } from 'kelet-temporal-interceptors';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { QUIET } from './right';
import { askIn, SESSION, start } from './run';
import type { SetUp } from './set-up';

const workflowsPath = require.resolve('./workflows');
/** Temporal's OpenTelemetry alone, whose spans go where Kelet's go. */
const traced = () => new OpenTelemetryPlugin(setupTelemetry() as never);
const bundle = (plugins: object[]) => bundleWorkflowCode({ workflowsPath, plugins: plugins as never, logger: QUIET });

/** Headers that some other client sends, in place of Kelet's. */
const sending = (name: string, payload: object) => {
  const call = (input: { headers: object }, next: (input: object) => unknown) =>
    next({ ...input, headers: { ...input.headers, [name]: payload } });
  return [{ start: call, startWithDetails: call }];
};

/** Parts of Kelet that are missing, or do not go together. */
export const PARTS: Readonly<Record<string, SetUp>> = {
  'a plugin on the client only': { workerPlugins: () => [] },
  'a plugin on the worker only': { clientPlugins: () => [] },
  'no plugin at all': { isAtStart: true, clientPlugins: () => [], workerPlugins: () => [] },
  'a worker that traces, and has no plugin': { workerPlugins: () => [traced()] },
  'a client that traces, and has no plugin': { clientPlugins: () => [traced()] },
  'a bundle that is built without Kelet': {
    workerOptions: async () => ({ workflowsPath: undefined as never, workflowBundle: await bundle([]) }),
  },
  'a bundle that is built with other settings': {
    isAtStart: true,
    workerOptions: async () => ({
      workflowsPath: undefined as never,
      workflowBundle: await bundle([new KeletPlugin({ signalDispatch: { startToCloseTimeout: '9 seconds' } })]),
    }),
  },
  'raw interceptors without the workflow module': {
    telemetry: () => {},
    clientPlugins: () => [],
    workerPlugins: () => [],
    clientInterceptors: () => createInterceptors().client.workflow,
    workerOptions: () => {
      const { worker, sinks, activities: own } = createInterceptors();
      return { interceptors: worker as never, sinks, activities: { ...own, ...activities } };
    },
  },
  'a plugin that brings activities, behind Kelet': {
    workerPlugins: () => [
      new KeletPlugin({ signalDispatch: { scheduleToCloseTimeout: '3 seconds' } }),
      { name: 'Theirs', configureWorker: (options: object) => ({ ...options, activities }) },
    ],
    workerOptions: () => ({ activities: undefined as never }),
    run: (tools) => start('tell', [], SESSION, tools),
  },
  'a worker of activities that has no plugin': {
    async run(tools) {
      const connection = await NativeConnection.connect({ address: process.argv[2] ?? '' });
      const taskQueue = `doctor-${randomUUID()}`;
      const worker = await Worker.create({ connection, taskQueue, activities, plugins: [traced()] });
      const workflowId = await worker.runUntil(start('elsewhere', [taskQueue], SESSION, tools));
      await connection.close();
      return workflowId;
    },
  },
  'a header that a codec has encoded': {
    clientPlugins: () => [],
    clientInterceptors: () =>
      sending('x-kelet-session-id', {
        metadata: { encoding: Buffer.from('binary/encrypted') },
        data: Buffer.from('…'),
      }),
    look: ['worker'],
    async run(tools) {
      const workflowId = await askIn(undefined, tools);
      await sessionOfWorkflow(tools.client, workflowId);
      return workflowId;
    },
  },
  'a header that is a number': {
    clientPlugins: () => [],
    clientInterceptors: () => sending('x-kelet-session-id', defaultPayloadConverter.toPayload(42) as object),
    look: ['worker'],
    async run(tools) {
      const workflowId = await askIn(undefined, tools);
      await sessionOfWorkflow(tools.client, workflowId);
      return workflowId;
    },
  },
  'metadata over their limit': {
    run: (tools) => askIn({ ...SESSION, metadata: { text: 'x'.repeat(3000) } }, tools),
  },
  'a client elsewhere that has no Kelet': {
    clientPlugins: () => [],
    look: ['worker'],
  },
  'no configure()': { isAtStart: true, configure: () => {} },
  'a key and no project': {
    isAtStart: true,
    configure() {
      delete process.env['KELET_PROJECT'];
      configure();
    },
  },
};
