import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { plugins } from './telemetry';

/** Replays each history of a directory, and prints which failed, as JSON: `node replay.js <directory> <workflows>`. */
async function main(directory: string, workflowsPath: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const files = readdirSync(directory).sort();
  const histories = files.map((file) => ({
    workflowId: file,
    history: JSON.parse(readFileSync(join(directory, file), 'utf8')),
  }));
  const failed: string[] = [];
  let count = 0;
  const options = { workflowsPath: require.resolve(workflowsPath), plugins: plugins() as never };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    count++;
    if (error !== undefined) failed.push(workflowId);
  }
  console.log(JSON.stringify({ count, failed }));
  process.exit(0);
}

const [directory = '', workflowsPath = ''] = process.argv.slice(2);
main(directory, workflowsPath).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
