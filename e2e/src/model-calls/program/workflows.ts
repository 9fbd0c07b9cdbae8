import { proxyActivities } from '@temporalio/workflow';
import { agent } from 'kelet';

const activities = proxyActivities<Record<string, (question: string) => Promise<string>>>({
  startToCloseTimeout: '20 seconds',
  retry: { maximumAttempts: 1 },
});

/** Asks each of the activities that are named, as one agent. */
export async function ask(question: string, names: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  await agent({ name: 'support' }, async () => {
    for (const name of names) answers.push((await activities[name]?.(question)) ?? 'none');
  });
  return answers;
}
