import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A model for those who have none: it speaks as OpenAI's chat completions do, and says what it was told. A question with
 * the word 'stumble' it refuses to answer the first time.
 */
export interface ModelServer {
  /** For `OPENAI_BASE_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | readonly { readonly text?: string }[];
  }[];
}

const MODEL = 'parrot-1';

/** @param pauseMs how long it takes for each word of an answer that is streamed */
export async function startModelServer(pauseMs = 40): Promise<ModelServer> {
  const stumbled = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) {
      response.writeHead(404).end();
      return;
    }
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as ChatRequest;
    const text = answerTo(asked);
    if (/stumble/.test(text) && !stumbled.has(text)) {
      stumbled.add(text);
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'It stumbled.' } }));
      return;
    }
    const words = text.split(/(?<= )/);
    const prompt = asked.messages.reduce((sum, { content }) => sum + textOf(content).split(' ').length, 0);
    const usage = { prompt_tokens: prompt, completion_tokens: words.length, total_tokens: prompt + words.length };
    const head = { id: 'chatcmpl-1', created: Math.floor(Date.now() / 1000), model: MODEL };
    if (!asked.stream) {
      const message = { role: 'assistant', content: text };
      const choices = [{ index: 0, message, finish_reason: 'stop' }];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (rest: object) =>
      response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`);
    for (const content of words) {
      say({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
      await sleep(pauseMs);
    }
    say({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    if (asked.stream_options?.include_usage) say({ choices: [], usage });
    response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo({ messages }: ChatRequest): string {
  const of = (role: string) => textOf([...messages].reverse().find((message) => message.role === role)?.content ?? '');
  const known = of('system').split('What you know: ')[1] || 'I do not know.';
  return `You asked: ${of('user')} ${known}`.trim();
}

const textOf = (content: ChatRequest['messages'][number]['content']): string =>
  typeof content === 'string' ? content : content.map(({ text = '' }) => text).join(' ');
