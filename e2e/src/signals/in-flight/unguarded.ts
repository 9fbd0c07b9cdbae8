import { sleep } from '@temporalio/workflow';
import { signal } from 'kelet';

export async function answer(): Promise<void> {
  await signal({ kind: 'event', source: 'synthetic', sessionId: 'conv-42' });
  await sleep(1);
}
