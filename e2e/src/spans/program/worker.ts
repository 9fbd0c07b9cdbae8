import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { nexusServices } from '../../table/program/nexus';
import * as activities from './activities';
import { plugins } from './telemetry';

/** A worker that polls until `stop()`, which flushes its spans. */
export async function startWorker(address: string, taskQueue: string) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: require.resolve(process.env['WORKFLOWS'] ?? './workflows'),
    activities,
    nexusServices: nexusServices() as never,
    plugins: plugins() as never,
    ...JSON.parse(process.env['WORKER_OPTIONS'] ?? '{}'),
  });
  const running = worker.run();
  return {
    ended: running,
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

if (require.main === module) {
  const [address = '', taskQueue = ''] = process.argv.slice(2);
  startWorker(address, taskQueue)
    .then(({ ended }) => {
      console.log('ready');
      return ended;
    })
    .then(() => process.exit(0))
    .catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
}
