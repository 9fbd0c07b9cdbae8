import { createRequire } from 'node:module';
import { join } from 'node:path';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import { diagnoseHistory, type Finding } from 'kelet-doctor/arrived';
import { type Options, wrong } from './args';

/** The part of @temporalio/client that is used here, by shape, since the version is the user's. */
interface TemporalClient {
  readonly Connection: {
    connect(options: { address: string; connectTimeout?: string }): Promise<{ close(): Promise<void> }>;
  };
  readonly Client: new (options: {
    connection: unknown;
    namespace: string;
  }) => {
    workflow: { getHandle(workflowId: string, runId?: string): { fetchHistory(): Promise<object> } };
  };
}

/**
 * Where a workflow lost its session, by its history.
 *
 * @throws KeletError INVALID_CONFIG, as a rejection, where the history cannot be read, and says why
 */
export async function findingsOfHistory(options: Options): Promise<readonly Finding[]> {
  const { temporal: address, namespace = 'default', 'workflow-id': workflowId, 'run-id': runId } = options;
  if (!address || !workflowId) throw wrong('The doctor of a history needs --temporal HOST:PORT and --workflow-id ID.');
  const { Connection, Client } = temporalClient();
  let connection: { close(): Promise<void> } | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '5s' });
    const client = new Client({ connection, namespace });
    return diagnoseHistory(await client.workflow.getHandle(workflowId, runId).fetchHistory());
  } catch (error) {
    throw new KeletError(
      'INVALID_CONFIG',
      `The history of ${workflowId} cannot be read at ${address}: ${messageOf(error)}`,
    );
  } finally {
    await connection?.close();
  }
}

/** The user's: it is no dependency, since a console alone needs none of it, and it is large. */
function temporalClient(): TemporalClient {
  try {
    return createRequire(join(process.cwd(), 'package.json'))('@temporalio/client') as TemporalClient;
  } catch (error) {
    throw new KeletError(
      'INVALID_CONFIG',
      `@temporalio/client is not found from ${process.cwd()} (${messageOf(error).split('\n', 1)[0]}): run this in the folder ` +
        'of your project, or install it there.',
    );
  }
}
