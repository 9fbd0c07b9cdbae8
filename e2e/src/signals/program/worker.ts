import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { configure } from 'kelet';
import { KeletPlugin } from 'kelet-temporal-plugin';

/** A worker in a process of its own, configured by its environment: `node worker.js <address> <task queue>`. */
async function main(address: string, taskQueue: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  configure();
  const connection = await NativeConnection.connect({ address });
  const signalDispatch = { startToCloseTimeout: '3 seconds' } as const;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: require.resolve('../workflows'),
    activities: require('../activities'),
    plugins: [new KeletPlugin({ includeOtelPlugin: false, signalDispatch })],
  });
  console.log('ready');
  await worker.run();
  await connection.close();
}

const [address = '', taskQueue = ''] = process.argv.slice(2);
main(address, taskQueue).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
