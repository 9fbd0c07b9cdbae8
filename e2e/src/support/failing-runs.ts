import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection } from '@temporalio/worker';
import { temporalAddress } from './server';
import { installLogger } from './worker';

/**
 * Ends each run of this test file's workers whose workflow task fails, which Temporal would else try again until the run
 * is timed out. Instead of `installLogger()`, for tests that expect it of many.
 */
export async function endFailingRuns(): Promise<{ close(): Promise<void> }> {
  const ids = new Map<unknown, string>();
  let client: Client | undefined;
  const log = new DefaultLogger('TRACE', ({ message, meta: { runId, workflowId } = {} }) => {
    if (message === 'Creating workflow') ids.set(runId, String(workflowId));
    const failing = message === 'Failing workflow task' ? ids.get(runId) : undefined;
    if (failing === undefined) return;
    const handle = client?.workflow.getHandle(failing, String(runId));
    handle?.terminate().catch(() => {}); // it has ended by itself
  });
  installLogger(log, true);
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  client = new Client({ connection });
  return { close: () => connection.close() };
}
