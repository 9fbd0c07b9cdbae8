import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import { agenticSession, configure, signal } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { askIn, SESSION } from './run';
import type { SetUp } from './set-up';

/** What a process notices and counts while it runs. */
export const COUNTED: Readonly<Record<string, SetUp>> = {
  'a key that the API refuses': {
    async run(tools) {
      const workflowId = await askIn(SESSION, tools);
      await agenticSession(SESSION, () => signal({ kind: 'feedback', source: 'human', score: 1 }));
      return workflowId;
    },
  },
  'an API that takes no spans': {},
  'a project that is not listed': {
    configure: () => configure({ projects: { other: {} } }),
    async run(tools) {
      await askIn({ ...SESSION, project: 'a third' }, tools);
      return askIn(SESSION, tools);
    },
  },
  'signals outside of a session': {
    async run(tools) {
      await signal({ kind: 'feedback', source: 'human', score: 1 });
      return askIn(SESSION, tools);
    },
  },
  'a filter that lets nothing through': {
    telemetry: () => void setupTelemetry({ serviceName: 'app', filter: () => false }),
    async run(tools) {
      for (let n = 0; n < 10; n++) trace.getTracer('app').startSpan(`work ${n}`).end();
      return askIn(SESSION, tools);
    },
  },
  'clients whose runs no worker tells of': {
    workerPlugins: () => [],
    async run({ client, taskQueue }) {
      for (let n = 0; n < 3; n++) {
        if (n > 0) await new Promise((resolve) => setTimeout(resolve, 7_600));
        await agenticSession(SESSION, () =>
          client.workflow.start('ask', { args: ['hello'], workflowId: randomUUID(), taskQueue }),
        );
      }
      return undefined;
    },
    look: ['client'],
  },
};
