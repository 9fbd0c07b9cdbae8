import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { trace } from '@opentelemetry/api';
import { Client, Connection } from '@temporalio/client';
import { agenticSession } from 'kelet-core';
import { runInSession } from 'kelet-core/internal';
import { createEndpoint } from '../../table/program/nexus';
import { plugins, telemetry } from './telemetry';
import { startWorker } from './worker';
import { ask, finish, ready, tell, whole } from './workflows';

const session = { sessionId: 'conv-42', userId: 'user-7', metadata: { plan: 'pro' } };

/**
 * Runs the workflow, with messages inside of a span and outside of one; says `midway` when it waits, and goes on when
 * it is told to. With `both`, the worker is in this process.
 */
async function main(address: string, taskQueue: string, processes: string): Promise<void> {
  const worker = processes === 'both' ? await startWorker(address, taskQueue) : undefined;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, plugins: plugins() as never });
  await createEndpoint(connection, taskQueue);
  const inSession = <R>(fn: () => R) => agenticSession(session, fn);

  const handle = await inSession(() =>
    trace.getTracer('user').startActiveSpan('caller', async (span) => {
      const started = await client.workflow.start(whole, { taskQueue, workflowId: randomUUID() });
      await started.executeUpdate(ready);
      await started.signal(tell);
      span.end();
      return started;
    }),
  );
  console.log('midway');
  await once(process.stdin, 'data');
  await inSession(() => handle.query(ask));
  // By somebody who is in no session: it is handled in that of the run.
  await runInSession(undefined, () => handle.signal(finish));
  await handle.result();
  await inSession(() => handle.query(ask));

  await worker?.stop();
  await telemetry.spanProcessor.forceFlush();
  await connection.close();
  process.exit(0);
}

const [address = '', taskQueue = '', processes = ''] = process.argv.slice(2);
main(address, taskQueue, processes).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
