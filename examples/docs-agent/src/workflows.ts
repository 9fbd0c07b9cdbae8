import { executeChild, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { getSessionId } from 'kelet';
import type * as activities from './activities';
import { type Answer, extractAnswer } from './answer';

const { searchDocuments, readPassages, reportCoverage } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
});
const { extractKeywords } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '5 seconds' });

export interface Reply extends Answer {
  readonly sessionId: string | undefined;
}

/** Answers a question from the documents, and reports how much of it the answer covers. */
export async function answerQuestion(question: string): Promise<Reply> {
  const keywords = await extractKeywords(question);
  const hits = await searchDocuments(keywords);
  const answer = await executeChild(readAndExtract, { args: [keywords, hits] });
  await reportCoverage(answer.coverage);
  return { ...answer, sessionId: getSessionId() };
}

/** Reads what the search found, and keeps the sentences that answer best. */
export async function readAndExtract(keywords: string[], hits: string[]): Promise<Answer> {
  return extractAnswer(keywords, await readPassages(hits));
}
