import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  type Logger,
  NativeConnection,
  Runtime,
  type TelemetryOptions,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { temporalAddress } from './server';

export interface Running {
  readonly client: Client;
  readonly taskQueue: string;
  stop(): Promise<void>;
}

let installed = false;

/**
 * Where Temporal logs to in this test file, once and before its first worker; by default, errors to the console.
 *
 * @param core whether what its native part logs goes there too, from warnings on
 */
export function installLogger(logger: Logger = new DefaultLogger('ERROR'), core = false): void {
  const telemetryOptions: TelemetryOptions = core ? { logging: { filter: 'WARN', forward: {} } } : {};
  if (!installed) Runtime.install({ logger, telemetryOptions });
  installed = true;
}

/** A worker on a task queue of its own, and a client for it, both with the given plugins; polling until `stop()`. */
export async function startWorker(options: Partial<WorkerOptions>): Promise<Running> {
  installLogger();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const taskQueue = `e2e-${randomUUID()}`;
  const plugins = options.plugins ?? [];
  const client = new Client({ connection, plugins: plugins as never });
  const worker = await Worker.create({ connection, taskQueue, ...options });
  const stopped = worker.run();
  return {
    client,
    taskQueue,
    async stop() {
      worker.shutdown();
      await stopped;
      await connection.close();
    },
  };
}
