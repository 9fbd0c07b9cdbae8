import { condition, proxyActivities } from '@temporalio/workflow';

const { sessionOfActivity } = proxyActivities<{ sessionOfActivity(): Promise<string> }>({
  startToCloseTimeout: '1 minute',
});

/** Waits until it is terminated. */
export async function wait(): Promise<void> {
  await condition(() => false);
}

/**
 * Leaves no garbage in the thread of workflow code, which `--expose-gc` allows in each V8 context; and tells in which
 * session an activity of this worker runs.
 */
export async function collect(): Promise<string> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run the worker with --expose-gc');
  gc();
  return sessionOfActivity();
}
