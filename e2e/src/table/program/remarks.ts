import { condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import { agenticSession, signal } from 'kelet-core';

export const remark = defineSignal('remark');

/** What the API does with a signal is in its name; see record.ts. */
const FATES = ['sent', 'refused', 'lost'] as const;

/** Sends signals of each fate, told of it or not, in the session of the run, in another one, and from a handler. */
export async function remarks(): Promise<string[]> {
  const outcomes: string[] = [];
  let told = false;

  async function send(triggerName: string, raiseOnFailure: boolean): Promise<void> {
    try {
      await signal({ kind: 'event', source: 'synthetic', triggerName, raiseOnFailure });
      outcomes.push(`${triggerName}: resolves`);
    } catch (error) {
      outcomes.push(`${triggerName}: ${(error as { type?: string }).type}`);
      // What a run does after a failure is what a changed mode would change.
      await sleep(1);
    }
  }

  setHandler(remark, async () => {
    await send('sent', false);
    told = true;
  });
  for (const raise of [false, true]) {
    for (const fate of FATES) await send(fate, raise);
  }
  await agenticSession({ sessionId: 'other' }, () => send('sent', false));
  await Promise.all([send('sent', false), sleep(5)]);
  await condition(() => told);
  return outcomes;
}
