import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { configure } from '../configure';
import type { ConfigureOptions } from '../configure-types';
import type { KeletError } from '../errors';
import type { SignalBody, SignalDelivery } from '../signal-types';
import { slot } from '../slot';
import { createHttpTransport } from './http-transport';

interface Taken {
  readonly request: IncomingMessage;
  readonly body: string;
}

const body: SignalBody = { session_id: 'conv-42', kind: 'feedback', source: 'human', value: 'schön' };
type Answer =
  | number
  | 'hang'
  | 'reset'
  | 'half'
  | 'drip'
  | { readonly status: number; readonly retryAfter: string }
  | { readonly status: number; readonly says: string };

let answers: Answer[];
let taken: Taken[];
let url: string;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  taken.push({ request, body: Buffer.concat(chunks).toString() });
  reply(answers.shift() ?? 200, request, response);
});

function reply(answer: Answer, { socket }: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'number') response.writeHead(answer).end('{}');
  else if (typeof answer === 'object' && 'says' in answer) response.writeHead(answer.status).end(answer.says);
  else if (typeof answer === 'object') response.writeHead(answer.status, { 'retry-after': answer.retryAfter }).end();
  else if (answer === 'reset') socket.destroy();
  else if (answer === 'half') response.writeHead(200, { 'content-length': '9' }).write('half', () => socket.destroy());
  else if (answer === 'drip') response.writeHead(200).write('.');
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  [answers, taken] = [[], []];
  set({});
});

function set({ signals, ...options }: ConfigureOptions): void {
  const fast = { backoffMs: 1, ...signals };
  configure({ apiKey: 'the-key', project: 'shop', apiUrl: url, ...options, signals: fast });
}

const send = (delivery: SignalDelivery = {}) => createHttpTransport().send(body, delivery);
const failing = (code: KeletError['code'], message: string) =>
  expect.objectContaining({ name: 'KeletError', code, message: expect.stringContaining(message) });

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
    await send();
    const { request, body: text } = taken[0] as Taken;
    expect([taken.length, request.method, request.url]).toEqual([1, 'POST', '/api/projects/shop/signal']);
    expect(request.headers).toMatchObject({ authorization: 'the-key', 'content-type': 'application/json' });
    expect(JSON.parse(text)).toEqual(body);
  });

  test('is not redirected: an answer elsewhere says nothing of the signal', async () => {
    answers = [302];
    await expect(send()).rejects.toThrow(/answered 302/);
    expect(taken.length).toBe(1);
  });

  test('escapes the project', async () => {
    set({ project: 'a b/../c?d' });
    await send();
    expect(taken[0]?.request.url).toBe('/api/projects/a%20b%2F..%2Fc%3Fd/signal');
  });

  test.each(['%2e%2e', '%2E', '...', '..;', '..\\..', '/', '?', '#', '%', 'a%2f..', '..%00'])(
    'has the project %j as one segment, whatever it holds',
    async (project) => {
      set({ project });
      await send();
      const segments = taken[0]?.request.url?.split('/') ?? [];
      expect(segments).toHaveLength(5);
      expect(decodeURIComponent(segments[3] ?? '')).toBe(project);
    },
  );

  test('goes to the project of its session, with the key and at the address of that project', async () => {
    set({ projects: { b: { apiKey: 'key-b', apiUrl: `${url}/of-b` } } });
    await send({ project: 'b' });
    const { request } = taken[0] as Taken;
    expect([request.url, request.headers.authorization]).toEqual(['/of-b/api/projects/b/signal', 'key-b']);
    await expect(send({ project: 'c' })).rejects.toEqual(failing('SIGNAL_REJECTED', 'no project for it'));
    expect(taken).toHaveLength(1);
  });

  test('asks for an answer that is not compressed', async () => {
    await send();
    expect(taken[0]?.request.headers['accept-encoding']).toBe('identity');
  });

  test('goes to where configure() last said', async () => {
    const transport = createHttpTransport();
    set({ project: 'first' });
    await transport.send(body, {});
    set({ project: 'second', apiKey: 'other' });
    await transport.send(body, {});
    expect(taken.map(({ request }) => request.url)).toEqual([
      '/api/projects/first/signal',
      '/api/projects/second/signal',
    ]);
    expect(taken[1]?.request.headers.authorization).toBe('other');
  });

  test('has the idempotency key that is asked for', async () => {
    await send({ idempotencyKey: 'of-the-activity' });
    expect(keys()).toEqual(['of-the-activity']);
  });

  test('leaves its connection to the next ones', async () => {
    const transport = createHttpTransport();
    for (let n = 0; n < 20; n++) await transport.send(body, {});
    expect(new Set(taken.map(({ request }) => request.socket.remotePort)).size).toBeLessThan(4);
  });
});

describe('what may pass is tried again', () => {
  test.each<Answer>([408, 425, 429, 500, 502, 503, 504, 507, 520, 521, 527, 530, 599, 'reset'])(
    'after %s, under the same idempotency key',
    async (answer) => {
      answers = [answer, answer];
      await send();
      expect(taken).toHaveLength(3);
      expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(new Set(keys()).size).toBe(1);
    },
  );

  test('and counted', async () => {
    const { retried } = slot().signalState;
    answers = [503, 503];
    await send();
    expect(slot().signalState.retried - retried).toBe(2);
  });

  test('but no more often than the limit says', async () => {
    answers = [503, 503, 500];
    set({ signals: { maxAttempts: 2 } });
    await expect(send()).rejects.toEqual(failing('SIGNAL_UNDELIVERED', `${url}/api/projects/…/signal answered 503`));
    expect(taken).toHaveLength(2);
  });

  test('and another signal has another key', async () => {
    await send();
    await send();
    expect(new Set(keys()).size).toBe(2);
  });

  test('where the API is slow, after the time for one attempt', async () => {
    answers = ['hang', 'hang'];
    set({ signals: { maxAttempts: 2, attemptTimeoutMs: 100 } });
    await expect(send()).rejects.toEqual(failing('SIGNAL_UNDELIVERED', 'did not answer in time'));
    expect(taken).toHaveLength(2);
  });

  test('where nothing listens', async () => {
    const apiUrl = await closedPort();
    set({ apiUrl });
    const message = `${apiUrl}/api/projects/…/signal could not be reached (ECONNREFUSED)`;
    await expect(send()).rejects.toEqual(failing('SIGNAL_UNDELIVERED', message));
  });
});

describe('Retry-After', () => {
  const pause = async (retryAfter: string) => {
    answers = [{ status: 429, retryAfter }];
    const before = performance.now();
    await send();
    return performance.now() - before;
  };
  const inTwoSeconds = () => new Date(Date.now() + 2_000).toUTCString();

  test.each([
    ['seconds', () => '1'],
    ['a date', inTwoSeconds],
  ])('as %s is waited for', async (_, header) => {
    // A date has no fractions of a second: it is one to two seconds away.
    expect(await pause(header())).toBeGreaterThan(900);
  });

  test('is waited for no longer than the limit', async () => {
    set({ signals: { maxRetryAfterMs: 20 } });
    expect(await pause('3600')).toBeLessThan(5_000);
  });
});

describe('what is final', () => {
  test.each([400, 401, 403, 404, 413, 422, 501, 505])('%i is tried once', async (status) => {
    answers = [status];
    await expect(send()).rejects.toEqual(failing('SIGNAL_REJECTED', `answered ${status}`));
    expect(taken).toHaveLength(1);
  });

  test.each<Answer>(['half', 'drip'])('the status counts, and not a body that does not end: %s', async (answer) => {
    answers = [answer];
    set({ signals: { attemptTimeoutMs: 2000 } });
    await send();
    expect(taken).toHaveLength(1);
  });
});

test('what the API says of a refusal is in the error, and the key is not', async () => {
  answers = [{ status: 401, says: '{"detail": "key the-key is revoked"}' }];
  const said = `${url}/api/projects/…/signal answered 401: "{"detail": "key [the API key] is revoked"}". Check apiKey`;
  await expect(send()).rejects.toEqual(failing('SIGNAL_REJECTED', said));
});

describe('more than may wait', () => {
  test('is given up at once, with a code of its own', async () => {
    const transport = createHttpTransport();
    answers = ['hang'];
    set({ signals: { maxInFlight: 1, maxQueue: 1, attemptTimeoutMs: 400, maxAttempts: 1 } });
    const sent = [transport.send(body, {}), transport.send(body, {})].map((sending) => sending.catch(() => {}));
    await expect(transport.send(body, {})).rejects.toEqual(
      failing('SIGNAL_QUEUE_FULL', '1 wait already (signals.maxQueue)'),
    );
    await Promise.all(sent);
    await transport.send(body, {});
    expect(taken).toHaveLength(3);
  });
});

test.each(['another', 'the same'])(
  'an API that hangs, and all that wait for it, hold up no other project, at %s API',
  async (api) => {
    const transport = createHttpTransport();
    answers = ['hang', 200];
    set({
      projects: { b: api === 'another' ? { apiUrl: `${url}/of-b` } : {} },
      signals: { maxInFlight: 1, maxQueue: 0, attemptTimeoutMs: 400, maxAttempts: 1 },
    });
    const hanging = transport.send(body, {}).catch(() => 'failed');
    expect(transport.refusal?.({})).toEqual(failing('SIGNAL_QUEUE_FULL', '0 wait already'));
    expect(transport.refusal?.({ project: 'b' })).toBeUndefined();
    await transport.send(body, { project: 'b' });
    expect(await hanging).toBe('failed');
    expect(transport.refusal?.({})).toBeUndefined();
  },
);

describe('the time for all attempts', () => {
  test('ends them, and says why', async () => {
    answers = ['hang', 'hang'];
    set({ signals: { attemptTimeoutMs: 600_000 } });
    await expect(send({ timeoutMs: 200 })).rejects.toEqual(failing('SIGNAL_UNDELIVERED', 'did not answer in time'));
    expect(taken).toHaveLength(1);
  });

  test('does not begin a wait that would outlast it, and says how long the API asked for', async () => {
    answers = [{ status: 429, retryAfter: '20' }];
    const error = await send({ timeoutMs: 15_000 }).catch((failure: unknown) => failure);
    expect(error).toEqual(failing('SIGNAL_UNDELIVERED', 'answered 429'));
    expect(error).toMatchObject({ retryAfterMs: 20_000 });
  });

  test('says nothing of a wait that the API did not ask for', async () => {
    answers = [503];
    set({ signals: { backoffMs: 60_000 } });
    const error = await send({ timeoutMs: 5_000 }).catch((failure: unknown) => failure);
    expect(error).toEqual(failing('SIGNAL_UNDELIVERED', 'answered 503'));
    expect(error).not.toHaveProperty('retryAfterMs');
  });

  test('holds for the wait for others too', async () => {
    const transport = createHttpTransport();
    answers = ['hang'];
    set({ signals: { maxInFlight: 1, attemptTimeoutMs: 400, maxAttempts: 1 } });
    const first = transport.send(body, {}).catch(() => {});
    await expect(transport.send(body, { timeoutMs: 50 })).rejects.toEqual(
      failing('SIGNAL_UNDELIVERED', 'others took its 50 ms'),
    );
    await first;
  });
});
