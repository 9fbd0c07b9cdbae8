import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeletError } from '../errors';
import { type ConfigureOptions, configure } from '../settings';
import type { SignalBody } from '../signal';
import { slot } from '../slot';
import { createHttpTransport } from './http-transport';

interface Taken {
  readonly request: IncomingMessage;
  readonly body: string;
}

const body: SignalBody = { session_id: 'conv-42', kind: 'feedback', source: 'human', value: 'schön' };
const fast = { backoffMs: 1 };
let answers: (number | 'hang')[];
let taken: Taken[];
let warnings: string[];
let url: string;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  taken.push({ request, body: Buffer.concat(chunks).toString() });
  const answer = answers.shift() ?? 200;
  if (answer !== 'hang') response.writeHead(answer).end('{}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  [answers, taken, warnings] = [[], [], []];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  set({});
});

function set(options: ConfigureOptions): void {
  configure({ apiKey: 'the-key', project: 'shop', apiUrl: url, ...options });
}

async function closedPort(): Promise<string> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const keys = () => taken.map(({ request }) => request.headers['idempotency-key']);

describe('a signal over HTTP', () => {
  test('is one POST, with the bare key and the body as JSON', async () => {
    await createHttpTransport().send(body);
    const { request, body: text } = taken[0] as Taken;
    expect([taken.length, request.method, request.url]).toEqual([1, 'POST', '/api/projects/shop/signal']);
    expect(request.headers).toMatchObject({ authorization: 'the-key', 'content-type': 'application/json' });
    expect(JSON.parse(text)).toEqual(body);
  });

  test('is not redirected: an answer elsewhere says nothing of the signal', async () => {
    set({ signalFailureMode: 'raise' });
    answers = [302];
    await expect(createHttpTransport(fast).send(body)).rejects.toThrow(/answered 302/);
    expect(taken.length).toBe(1);
  });

  test('escapes the project', async () => {
    set({ project: 'a b/../c?d' });
    await createHttpTransport().send(body);
    expect(taken[0]?.request.url).toBe('/api/projects/a%20b%2F..%2Fc%3Fd/signal');
  });

  test('goes to where configure() last said', async () => {
    const transport = createHttpTransport();
    set({ project: 'first' });
    await transport.send(body);
    set({ project: 'second', apiKey: 'other' });
    await transport.send(body);
    expect(taken.map(({ request }) => request.url)).toEqual([
      '/api/projects/first/signal',
      '/api/projects/second/signal',
    ]);
    expect(taken[1]?.request.headers.authorization).toBe('other');
  });

  test('is dropped with one warning where nothing is configured', async () => {
    delete slot().settings;
    const transport = createHttpTransport();
    await transport.send(body);
    await transport.send(body);
    expect(taken).toEqual([]);
    expect(warnings).toEqual(['[kelet] signal() was dropped: configure() has no API key or no project.']);
  });
});

describe('what may pass is tried again', () => {
  test.each([408, 429, 500, 502, 503, 504])('after %i, under the same idempotency key', async (status) => {
    answers = [status, status];
    await createHttpTransport(fast).send(body);
    expect(taken).toHaveLength(3);
    expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys()).size).toBe(1);
    expect(warnings).toEqual([]);
  });

  test('but no more often than the limit says', async () => {
    answers = [503, 503, 503];
    await createHttpTransport({ ...fast, maxAttempts: 2 }).send(body);
    expect(taken).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining(`${url}/api/projects/shop/signal answered 503. It was dropped`)]);
  });

  test('and another signal has another key', async () => {
    const transport = createHttpTransport(fast);
    await transport.send(body);
    await transport.send(body);
    expect(new Set(keys()).size).toBe(2);
  });

  test('a server that hangs is given up after each attempt', async () => {
    answers = ['hang', 'hang'];
    await createHttpTransport({ ...fast, maxAttempts: 2, attemptTimeoutMs: 250 }).send(body);
    expect(taken).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('did not answer in time')]);
  }, 9_000);
});

describe('what is final', () => {
  test.each([400, 401, 404, 413, 422, 501])('%i is tried once, logged and dropped', async (status) => {
    answers = [status];
    await createHttpTransport(fast).send(body);
    expect(taken).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining(`answered ${status}. It was dropped`)]);
  });

  test('the same cause is logged once, another one again', async () => {
    const transport = createHttpTransport(fast);
    answers = [404, 404, 401];
    for (let n = 0; n < 3; n++) await transport.send(body);
    expect(warnings).toHaveLength(2);
  });
});

describe('with signalFailureMode "raise"', () => {
  beforeEach(() => set({ signalFailureMode: 'raise' }));

  const raised = (code: KeletError['code'], message: string) =>
    expect.objectContaining({ name: 'KeletError', code, message: expect.stringContaining(message) });

  test('a final answer rejects at once, and logs nothing', async () => {
    answers = [404];
    const settled = createHttpTransport(fast).send(body);
    await expect(settled).rejects.toEqual(raised('SIGNAL_REJECTED', 'answered 404'));
    expect([taken.length, warnings]).toEqual([1, []]);
  });

  test('a failure that does not pass rejects after the last attempt', async () => {
    answers = [503, 503, 500];
    await expect(createHttpTransport(fast).send(body)).rejects.toEqual(raised('SIGNAL_UNDELIVERED', 'answered 500'));
    expect(taken).toHaveLength(3);
  });

  test('a refused connection says so, and where', async () => {
    const apiUrl = await closedPort();
    set({ signalFailureMode: 'raise', apiUrl });
    const message = `${apiUrl}/api/projects/shop/signal could not be reached (ECONNREFUSED)`;
    await expect(createHttpTransport(fast).send(body)).rejects.toEqual(raised('SIGNAL_UNDELIVERED', message));
  });
});
