import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { configure } from 'kelet-core';
import * as activities from './activities';
import { nexusServices } from './nexus';
import { parts } from './parts';

/** A worker in a process of its own: `node worker.js <address> <task queue>`, until SIGTERM. */
async function main(address: string, taskQueue: string): Promise<void> {
  configure({ apiKey: 'none', project: 'table', signals: { transport: activities.transport } });
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: require.resolve('./workflows'),
    activities: { ...activities, ...parts().activities },
    nexusServices: nexusServices() as never,
    ...parts().worker,
    ...JSON.parse(process.env['WORKER_OPTIONS'] ?? '{}'),
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
