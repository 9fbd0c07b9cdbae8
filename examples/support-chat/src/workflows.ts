import { condition, continueAsNew, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { agent } from 'kelet';
import type * as activities from './activities';

const { searchManual, findOrder, askColleague } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10 seconds',
});
const { writeAnswer } = proxyActivities<typeof activities>({
  startToCloseTimeout: '5 minutes',
  // It beats with each part of the answer: a worker that dies is noticed soon.
  heartbeatTimeout: '30 seconds',
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
  /** What has no answer yet; the first is the next. */
  readonly questions: readonly Question[];
  /** Whether the first question waits for a colleague. */
  readonly undecided?: boolean;
  /** What the colleague said, once there is one. */
  readonly approved?: boolean;
  readonly closed?: boolean;
}

export interface Decision {
  /** The id of the question that it is about. */
  readonly question: string;
  readonly approved: boolean;
}

export const ask = defineSignal<[Question]>('ask');
export const decide = defineSignal<[Decision]>('decide');
export const close = defineSignal('close');
export const state = defineQuery<Chat>('state');

/** So that what a run begins with stays small. */
const MESSAGES_KEPT = 50;

/**
 * One conversation. Answers one question in each of its runs, and waits in the next one: for another question, or for a
 * colleague, for days if it has to. So no history grows long, and every run is in the session of the first.
 *
 * Once it is closed, it answers what was asked before, and ends. What a colleague has not decided by then, stays so.
 */
export async function chat(given: Chat = { messages: [], questions: [] }): Promise<Chat> {
  let now = given;
  setHandler(ask, (question) => {
    now = { ...now, questions: [...now.questions, question] };
  });
  setHandler(decide, ({ question, approved }) => {
    if (now.undecided && now.questions[0]?.id === question) now = { ...now, approved };
  });
  setHandler(close, () => {
    now = { ...now, closed: true };
  });
  setHandler(state, () => now);

  const isReady = () => (now.undecided ? now.approved !== undefined : now.questions.length > 0);
  await condition(() => isReady() || now.closed === true);
  const [question] = now.questions;
  if (question === undefined || !isReady()) return now;
  await agent({ name: 'support' }, async () => {
    const facts = await findFacts(question, now.approved);
    if (facts === undefined) {
      // Ahead of asking, so that no decision comes too early.
      now = { ...now, undecided: true };
      return askColleague(question.id);
    }
    const messages = [...now.messages, await writeAnswer(question, facts)].slice(-MESSAGES_KEPT);
    const { closed = false, questions } = now;
    now = { messages, questions: questions.slice(1), closed };
  });
  return continueAsNew<typeof chat>(now);
}

/** @returns nothing where a colleague has to decide first */
async function findFacts({ text }: Question, approved: boolean | undefined): Promise<string[] | undefined> {
  const facts = await searchManual(text);
  const order = await findOrder(text);
  if (order?.needsApproval && approved === undefined) return undefined;
  const decided = approved === undefined ? [] : [`A colleague has ${approved ? 'approved' : 'refused'} it.`];
  return [...facts, ...(order ? [order.text] : []), ...decided];
}
