import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import * as activities from './activities';
import { setUp, TASK_QUEUE, TEMPORAL_ADDRESS } from './kelet';

/** Runs the chats, until the process is told to end. */
async function main(): Promise<void> {
  // Temporal's own handlers hear the first signal only, and Ctrl+C may bring two: from the terminal, and from main.js.
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const plugin = setUp('support-chat-worker');
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: require.resolve('./workflows'),
    activities,
    plugins: [plugin],
  });
  const end = () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  // On shutdown, the plugin flushes spans and signals.
  await worker.run();
  await connection.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
