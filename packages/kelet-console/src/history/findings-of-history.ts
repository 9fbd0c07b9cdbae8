import { createRequire } from 'node:module';
import { join } from 'node:path';
import { KeletError } from 'kelet-core';
import { messageOf } from 'kelet-core/internal';
import { diagnoseHistory, type Finding } from 'kelet-doctor/arrived';

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

/** Which workflow, and where. */
export interface WorkflowPlace {
  /** `host:port` of a Temporal server, without TLS. */
  readonly address: string;
  readonly namespace: string;
  readonly workflowId: string;
  /** Absent for the latest run. */
  readonly runId?: string | undefined;
}

/**
 * Where a workflow lost its session, by its history.
 *
 * @throws KeletError INVALID_CONFIG, as a rejection, where the history cannot be read, and says why
 */
export async function findingsOfHistory(place: WorkflowPlace): Promise<readonly Finding[]> {
  const { address, namespace, workflowId, runId } = place;
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
