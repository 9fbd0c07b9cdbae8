import { request } from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { heartbeat } from '@temporalio/activity';
import { streamText } from 'ai';
import { referenceTo } from 'kelet';
import { WEB_PORT } from './kelet';
import type { Message, Question } from './workflows';

const MANUAL = [
  'Parcels take two days.',
  'Whoever wants money back has thirty days for it.',
  'A colleague decides about each refund.',
];

export interface Order {
  readonly text: string;
  readonly needsApproval: boolean;
}

/** A tool of the agent: the sentences of the manual that share a longer word with the question. */
export async function searchManual(text: string): Promise<string[]> {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return MANUAL.filter((sentence) => words.some((word) => sentence.toLowerCase().includes(word)));
}

/** A tool of the agent: what is known of the order that the question names. */
export async function findOrder(text: string): Promise<Order | undefined> {
  const number = /order (\d+)/i.exec(text)?.[1];
  if (number === undefined) return undefined;
  const isRefund = /money back|refund/i.test(text);
  return { text: `Order ${number} left the warehouse on Monday.`, needsApproval: isRefund };
}

/** Lets the page stop listening, since the answer takes longer. A program that is no example tells the colleague here, too. */
export async function askColleague(questionId: string): Promise<void> {
  lineToPage(questionId).end();
}

/** Lets the model write, and the page see each part of it at once. */
export async function writeAnswer({ id, text }: Question, facts: readonly string[]): Promise<Message> {
  const page = lineToPage(id);
  try {
    const model = createOpenAICompatible({
      name: 'model',
      baseURL: process.env['OPENAI_BASE_URL'] ?? '',
      apiKey: process.env['OPENAI_API_KEY'] ?? 'none',
      includeUsage: true,
    });
    const { fullStream } = streamText({
      model: model(process.env['OPENAI_MODEL'] ?? 'local'),
      system: `You help customers of a shop. What you know: ${facts.join(' ')}`,
      prompt: text,
      // Temporal tries the activity again.
      maxRetries: 0,
      // Its spans go to the tracer provider that setupTelemetry() has registered.
      experimental_telemetry: { isEnabled: true },
      onError() {}, // it is a part of the stream as well
    });
    let answer = '';
    let reason = 'none';
    for await (const part of fullStream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'finish') reason = part.finishReason;
      if (part.type !== 'text-delta') continue;
      answer += part.text;
      page.say({ part: part.text });
      heartbeat();
    }
    // One that is cut at the model's own limit is an answer still.
    if (!['stop', 'length'].includes(reason)) throw new Error(`the model broke off, for the reason '${reason}'`);
    const reference = referenceTo();
    page.say({ reference });
    return { id, text, answer, ...(reference && { reference }) };
  } finally {
    page.end();
  }
}

/**
 * The worker's end of the line to the page, which the web server holds: a line of JSON for each thing to say. Where
 * nobody listens any more, what is said is lost, and is in the state of the workflow anyway.
 */
function lineToPage(questionId: string): { say(what: object): void; end(): void } {
  const line = request({ host: '127.0.0.1', port: WEB_PORT, path: `/answers/${questionId}`, method: 'POST' });
  line.on('error', () => {});
  line.on('response', (response) => response.resume());
  return { say: (what) => line.write(`${JSON.stringify(what)}\n`), end: () => line.end() };
}
