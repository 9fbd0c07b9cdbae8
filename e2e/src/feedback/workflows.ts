import { condition, continueAsNew, defineSignal, setHandler } from '@temporalio/workflow';
import { referenceTo, type Signal, signal } from 'kelet';

export const goOn = defineSignal('goOn');

/** Waits to be told to go on, in each of `runs` runs; gives what it would put into a message, to be judged later. */
export async function conversation(runs = 1): Promise<string | undefined> {
  let going = false;
  setHandler(goOn, () => {
    going = true;
  });
  await condition(() => going);
  if (runs > 1) return continueAsNew<typeof conversation>(runs - 1);
  return referenceTo();
}

/** Sends signals one after the other; says of each how it ended. */
export async function voting(votes: Signal[]): Promise<string[]> {
  const ended: string[] = [];
  for (const vote of votes) {
    ended.push(
      await signal(vote).then(
        () => 'sent',
        (error: Error) => error.message,
      ),
    );
  }
  return ended;
}
