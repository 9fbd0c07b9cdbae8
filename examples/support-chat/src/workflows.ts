import { condition, continueAsNew, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { agent } from 'kelet';
import type * as activities from './activities';

const { searchManual, findOrder, askColleague, writeAnswer } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
});

export interface Question {
  readonly id: string;
  readonly text: string;
}

export interface Message extends Question {
  readonly answer: string;
  /** What a vote is about: this answer. */
  readonly reference?: string;
}

/** What each run hands to the next. */
export interface Chat {
  readonly messages: readonly Message[];
  readonly questions: readonly Question[];
  /** The question, ahead of all others, that a colleague has to decide about. */
  readonly undecided?: Question | undefined;
}

export const ask = defineSignal<[Question]>('ask');
export const decide = defineSignal<[boolean]>('decide');
export const close = defineSignal('close');
export const state = defineQuery<Chat>('state');

/**
 * One conversation. Answers one question in each of its runs, and waits in the next one: for another question, or for a
 * colleague, for days if it has to. So no history grows long, and every run is in the session of the first.
 */
export async function chat({ messages, questions, undecided }: Chat = { messages: [], questions: [] }): Promise<Chat> {
  const waiting = [...questions];
  let decision: boolean | undefined;
  let closed = false;
  setHandler(ask, (question) => {
    waiting.push(question);
  });
  setHandler(decide, (approved) => {
    decision = approved;
  });
  setHandler(close, () => {
    closed = true;
  });
  setHandler(state, () => ({ messages, questions: waiting, undecided }));

  await condition(() => closed || (undecided ? decision !== undefined : waiting.length > 0));
  const question = undecided ?? waiting.shift();
  if (closed || question === undefined) return { messages, questions: waiting };
  const message = await agent({ name: 'support' }, () => answer(question, decision));
  if (message === undefined) return continueAsNew<typeof chat>({ messages, questions: waiting, undecided: question });
  return continueAsNew<typeof chat>({ messages: [...messages, message], questions: waiting });
}

/** @returns nothing where a colleague has to decide first */
async function answer(question: Question, decision: boolean | undefined): Promise<Message | undefined> {
  const facts = await searchManual(question.text);
  const order = await findOrder(question.text);
  if (order?.needsApproval && decision === undefined) {
    await askColleague(question.id);
    return undefined;
  }
  const decided = decision === undefined ? [] : [`A colleague has ${decision ? 'approved' : 'refused'} it.`];
  return writeAnswer(question, [...facts, ...(order ? [order.text] : []), ...decided]);
}
