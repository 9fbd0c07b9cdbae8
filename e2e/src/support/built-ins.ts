import type { WorkerOptions } from '@temporalio/worker';
import { configure, type SignalBody } from 'kelet';
import type { Receiver } from 'kelet-console';
import * as activities from '../activities';
import { endFailingRuns } from './failing-runs';
import { startReceiver } from './receiver';
import type { Workers } from './replaced';
import { API_KEY } from './secret';
import { type Running, startWorker } from './worker';

type Options = Partial<WorkerOptions>;

/** Starts pairs of workers for the workflows that replace built-ins; each pair is gone after its test. */
export function builtInsWorkers(): (kelet: Options, bare?: Options) => Promise<Workers> {
  const started: Running[] = [];
  let receiver: Receiver;
  let ending: { close(): Promise<void> };

  beforeAll(async () => {
    ending = await endFailingRuns();
    receiver = await startReceiver();
    configure({ apiKey: API_KEY, project: 'e2e', apiUrl: receiver.url });
  });

  afterEach(async () => {
    for (const running of started.splice(0)) await running.stop();
  });

  afterAll(async () => {
    await ending.close();
    await receiver.close();
  });

  async function start(options: Options): Promise<Running> {
    const workflowsPath = require.resolve('../workflows/built-ins');
    const running = await startWorker({ workflowsPath, activities, ...options });
    started.push(running);
    return running;
  }

  return async (kelet, bare = {}) => ({
    kelet: await start(kelet),
    bare: await start(bare),
    sent: () => receiver.signals.map(({ body }) => body as unknown as SignalBody),
  });
}
