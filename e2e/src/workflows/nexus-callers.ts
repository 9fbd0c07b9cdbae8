import { CancellationScope, condition, createNexusServiceClient, workflowInfo } from '@temporalio/workflow';
import { getSessionId } from 'kelet';

export { listen } from './conversation';

interface Operation {
  readonly name: string;
}

// By its shape: the packages of the service are the host's.
const client = () => {
  const named = (name: string): Operation => ({ name });
  const operations = { tell: named('tell'), wait: named('wait'), wrong: named('wrong') };
  const service = { name: 'handlers', operations };
  return createNexusServiceClient({ endpoint: workflowInfo().taskQueue, service: service as never });
};

/** Lets a handler signal another workflow. */
export async function callTell(workflowId: string): Promise<unknown> {
  return client().executeOperation('tell' as never, workflowId as never);
}

/** Starts an operation that is a workflow, and cancels it. */
export async function callAndCancel(): Promise<string> {
  const scope = new CancellationScope();
  try {
    await scope.run(async () => {
      const handle = await client().startOperation('wait' as never, null as never, {
        cancellationType: 'WAIT_CANCELLATION_COMPLETED',
      });
      scope.cancel();
      return handle.result();
    });
    return 'was not cancelled';
  } catch (error) {
    return rootOf(error).name;
  }
}

export async function waitForCancel(): Promise<void> {
  await condition(() => false);
}

export async function callWrong(how: string): Promise<string> {
  try {
    await client().executeOperation('wrong' as never, how as never, { scheduleToCloseTimeout: '10 seconds' });
    return 'did not fail';
  } catch (error) {
    const { type, name } = rootOf(error);
    return `${type ?? name} in ${getSessionId()}`;
  }
}

function rootOf(error: unknown): Error & { readonly type?: string } {
  const { cause } = error as Error;
  return cause === undefined ? (error as Error) : rootOf(cause);
}
