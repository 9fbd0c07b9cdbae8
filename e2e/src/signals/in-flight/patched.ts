import { patched, sleep } from '@temporalio/workflow';
import { signal } from 'kelet';

export async function answer(): Promise<void> {
  if (patched('signal-on-answer')) await signal({ kind: 'event', source: 'synthetic', sessionId: 'conv-42' });
  await sleep(1);
}
