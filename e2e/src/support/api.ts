import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignalBody } from 'kelet';

export interface ApiRequest {
  readonly body: SignalBody;
  readonly idempotencyKey: string;
}

/** How the API answers one request: a status, with headers or not, or one of the ways in which it does not. */
export type Answer =
  | number
  | { readonly status: number; readonly headers?: Record<string, string>; readonly afterMs?: number }
  | 'reset'
  | 'halfHead'
  | 'halfBody'
  | 'dripHead'
  | 'dripBody'
  | 'never';

export interface Api {
  readonly url: string;
  readonly requests: ApiRequest[];
  /** How many requests were on their way at once, at most. */
  readonly mostAtOnce: () => number;
  /** Stops listening and cuts each connection; `listen()` begins again at the same address. */
  stop(): Promise<void>;
  listen(): Promise<void>;
}

const DRIP_MS = 50;

/** Stands for the signal endpoint of the Kelet API, over real HTTP, and answers each request as `answer` says. */
export async function startApi(answer: (request: ApiRequest, earlier: number) => Answer = () => 200): Promise<Api> {
  const requests: ApiRequest[] = [];
  const attempts = new Map<string, number>();
  let atOnce = 0;
  let most = 0;
  let port = 0;

  const server: Server = createServer(async (request, response) => {
    most = Math.max(most, ++atOnce);
    response.once('close', () => atOnce--);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const taken = {
      body: JSON.parse(Buffer.concat(chunks).toString()) as SignalBody,
      idempotencyKey: String(request.headers['idempotency-key']),
    };
    const earlier = attempts.get(taken.idempotencyKey) ?? 0;
    attempts.set(taken.idempotencyKey, earlier + 1);
    requests.push(taken);
    reply(answer(taken, earlier), request, response);
  });

  async function listen(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  await listen();
  return { url: `http://127.0.0.1:${port}`, requests, mostAtOnce: () => most, stop, listen };
}

function reply(answer: Answer, { socket }: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'number') response.writeHead(answer).end('{}');
  else if (typeof answer === 'object') answerLater(answer, response);
  else if (answer === 'reset') socket.resetAndDestroy();
  else if (answer === 'halfHead') socket.end('HTTP/1.1 200 OK\r\nContent-Le');
  else if (answer === 'halfBody') response.writeHead(200, { 'content-length': '9' }).write('half', () => socket.end());
  else if (answer === 'dripHead') drip('HTTP/1.1 200 OK\r\nx-slow: ', (text) => socket.write(text), socket);
  else if (answer === 'dripBody') drip('.', (text) => response.write(text), socket);
}

function answerLater({ status, headers = {}, afterMs = 0 }: Answer & object, response: ServerResponse): void {
  const timer = setTimeout(() => response.writeHead(status, headers).end('{}'), afterMs);
  response.once('close', () => clearTimeout(timer));
}

function drip(first: string, write: (text: string) => void, socket: IncomingMessage['socket']): void {
  write(first);
  const timer = setInterval(() => write('.'), DRIP_MS);
  socket.once('close', () => clearInterval(timer));
  socket.on('error', () => {});
}
