import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { agenticSession, configure, signal } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { createInterceptors } from 'kelet-temporal-interceptors';
import { SESSION } from './run';
import type { SetUp } from './set-up';

const vote = () => signal({ kind: 'feedback', source: 'human', score: 1 });
const work = () => trace.getTracer('app').startSpan('work').end();

/** What a process notices and counts; most of it needs no workflow. */
export const COUNTED: Readonly<Record<string, SetUp>> = {
  'a key that the API refuses': {
    isAtStart: true,
    async last() {
      await agenticSession(SESSION, () => {
        work();
        return vote();
      });
    },
  },
  'an API that takes no spans': {
    isAtStart: true,
    last: async () => agenticSession(SESSION, work),
  },
  'a project that is not listed': {
    isAtStart: true,
    configure: () => configure({ projects: { other: {} } }),
    async last() {
      await agenticSession({ ...SESSION, project: 'a third' }, () => {
        work();
        return vote();
      });
    },
  },
  'a Nexus call whose headers are full': {
    isAtStart: true,
    async last() {
      const [nexus] = createInterceptors().client.nexus;
      const headers = { theirs: 'x'.repeat(4_050) };
      agenticSession(SESSION, () => nexus?.startOperation({ headers }, (input) => input));
    },
  },
  'signals outside of a session': { isAtStart: true, last: vote },
  'a filter that lets nothing through': {
    isAtStart: true,
    telemetry: () => void setupTelemetry({ serviceName: 'app', filter: () => false }),
    async last() {
      for (let n = 0; n < 10; n++) work();
    },
  },
  'clients whose runs no worker tells of': {
    workerPlugins: () => [],
    async run({ client, taskQueue }) {
      const start = () => client.workflow.start('ask', { args: ['hello'], workflowId: randomUUID(), taskQueue });
      for (let n = 0; n < 3; n++) {
        if (n > 0) await sleep(7_600);
        await agenticSession(SESSION, start);
      }
      return undefined;
    },
    look: ['client'],
  },
};
