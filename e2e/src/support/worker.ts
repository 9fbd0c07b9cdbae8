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

const running = new Set<Running>();

// A worker of a test that failed before it could stop it would keep Jest's process from its end.
afterAll(() => Promise.allSettled([...running].map((worker) => worker.stop())));

/** A worker on a task queue of its own, and a client for it, both with the given plugins; polling until `stop()`. */
export async function startWorker(options: Partial<WorkerOptions>): Promise<Running> {
  installLogger();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const taskQueue = `e2e-${randomUUID()}`;
  const plugins = options.plugins ?? [];
  const client = new Client({ connection, plugins: plugins as never });
  const worker = await Worker.create({ connection, taskQueue, ...options }).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  const stopped = worker.run();
  const started: Running = {
    client,
    taskQueue,
    async stop() {
      if (!running.delete(started)) return;
      try {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await stopped;
      } finally {
        await connection.close();
      }
    },
  };
  running.add(started);
  return started;
}
