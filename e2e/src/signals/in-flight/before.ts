import { sleep } from '@temporalio/workflow';

/** As it was when its runs began. */
export async function answer(): Promise<void> {
  await sleep(1);
}
