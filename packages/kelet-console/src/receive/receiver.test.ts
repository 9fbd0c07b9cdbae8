import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Receiver, startReceiver } from './receiver';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SIGNALS = '/api/projects/shop/signal';
const span = { traceId: TRACE, spanId: 'b7ad6b7169203331', name: 'work' };
const trace = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const LIMIT = 16 * 1024 * 1024;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(() => receiver.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(receiver.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { authorization: 'the-key', 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const ok: Answer = { status: 200, body: {} };
const refused = (status: number, error: string): Answer => ({ status, body: { error } });

describe('signals', () => {
  test('are kept with their project, their key and their idempotency key, in order', async () => {
    expect(await post(SIGNALS, '{"kind":"feedback"}', { 'idempotency-key': 'once' })).toEqual(ok);
    expect(await post('/api/projects/a%20b%2Fc/signal', '{"kind":"edit"}')).toEqual(ok);
    expect(receiver.signals).toStrictEqual([
      { project: 'shop', apiKey: 'the-key', idempotencyKey: 'once', body: { kind: 'feedback' } },
      { project: 'a b/c', apiKey: 'the-key', body: { kind: 'edit' } },
    ]);
    expect(receiver.spans).toEqual([]);
  });

  test('may come zipped', async () => {
    expect(await post(SIGNALS, gzipSync('{"kind":"event"}'), { 'content-encoding': 'gzip' })).toEqual(ok);
    expect(receiver.signals).toMatchObject([{ body: { kind: 'event' } }]);
  });

  test.each([
    ['', 'the body is not JSON'],
    ['{', 'the body is not JSON'],
    ['null', 'a signal is a JSON object'],
    ['[]', 'a signal is a JSON object'],
    ['"text"', 'a signal is a JSON object'],
  ])('are refused where the body is %j', async (body, error) => {
    expect(await post(SIGNALS, body)).toEqual(refused(400, error));
    expect(receiver.signals).toEqual([]);
  });

  test('are refused where the project is not well escaped', async () => {
    const answer = await post('/api/projects/%E0%A4%A/signal', '{}');
    expect(answer).toEqual(refused(400, 'the project is not well escaped'));
    expect(receiver.signals).toEqual([]);
  });
});

describe('spans', () => {
  test('come as JSON, plain or zipped, whatever else the content type says', async () => {
    expect(await post('/api/traces', trace, { 'content-type': 'application/json; charset=utf-8' })).toEqual(ok);
    expect(await post('/api/traces?a=b', gzipSync(trace), { 'content-encoding': 'gzip' })).toEqual(ok);
    expect(receiver.spans).toMatchObject([span, span]);
    expect(receiver.signals).toEqual([]);
  });

  test('come as protobuf', async () => {
    const name = Buffer.concat([Buffer.from([0x2a, 4]), Buffer.from('work')]);
    const field = (tag: number, content: Buffer) => Buffer.concat([Buffer.from([tag, content.length]), content]);
    const ids = [field(0x0a, Buffer.from(TRACE, 'hex')), field(0x12, Buffer.from(span.spanId, 'hex'))];
    const body = field(0x0a, field(0x12, field(0x12, Buffer.concat([...ids, name]))));
    const answer = await post('/api/traces', body, { 'content-type': 'application/x-protobuf' });
    // An empty message of protobuf has no bytes.
    expect(answer).toEqual({ status: 200, body: undefined });
    expect(receiver.spans).toMatchObject([span]);
  });

  test.each([
    ['application/json', 'text', refused(400, 'the body is not OTLP as JSON')],
    ['application/x-protobuf', 'text', refused(400, 'the body is not OTLP as protobuf')],
    [
      'text/plain',
      trace,
      refused(415, 'traces come as application/json or application/x-protobuf, and not as text/plain'),
    ],
  ])('are refused where %s is %j', async (type, body, answer) => {
    expect(await post('/api/traces', body, { 'content-type': type })).toEqual(answer);
    expect(receiver.spans).toEqual([]);
  });

  test('are refused all together where one of them is not valid', async () => {
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span, {}] }] }] });
    expect((await post('/api/traces', body)).status).toBe(400);
    expect(receiver.spans).toEqual([]);
  });
});

describe('a request is refused', () => {
  test.each([SIGNALS, '/api/traces'])('without a key, at %s', async (path) => {
    expect(await post(path, trace, { authorization: '' })).toEqual(refused(401, 'the Authorization header is missing'));
    expect([receiver.signals, receiver.spans]).toEqual([[], []]);
  });

  test.each(['/', '/api/projects//signal', '/api/projects/a/b/signal', '/api/traces/', '/v1/metrics'])(
    'where nothing is: %s',
    async (path) => {
      expect(await post(path, '{}')).toEqual(refused(404, `nothing is at ${path}`));
    },
  );

  test('where it is no POST', async () => {
    const response = await fetch(receiver.url + SIGNALS, { headers: { authorization: 'the-key' } });
    expect([response.status, await response.json()]).toEqual([405, { error: 'only POST is taken' }]);
  });

  test('where its body is said to be zipped, and is not', async () => {
    const answer = await post(SIGNALS, '{}', { 'content-encoding': 'gzip' });
    expect(answer).toEqual(refused(400, 'the body is not gzip'));
  });

  test('where its body is too large', async () => {
    const answer = await post(SIGNALS, Buffer.alloc(LIMIT + 1, ' '));
    expect(answer).toEqual(refused(413, `the body has more than ${LIMIT} bytes`));
  });

  test('where its body grows too large, and goes on for longer', async () => {
    let answer: IncomingMessage | undefined;
    const sent = request(receiver.url + SIGNALS, {
      method: 'POST',
      headers: { authorization: 'key', 'content-type': 'application/json' },
    });
    sent.once('response', (response) => {
      answer = response.resume();
    });
    // Until there is an answer, and some more: a client that streams does not stop at once.
    for (let left = 20; left > 0; left -= answer ? 1 : 0) {
      sent.write(Buffer.alloc(1024 * 1024, ' '));
      await setTimeout(1);
    }
    sent.end();
    await once(sent, 'close');
    expect(answer?.statusCode).toBe(413);
  });

  test('where its path is none', async () => {
    expect(await post('//', '{}')).toEqual(refused(404, 'nothing is at //'));
  });

  test('where its body is too large once it is unzipped', async () => {
    const answer = await post(SIGNALS, gzipSync(Buffer.alloc(LIMIT + 1, ' ')), { 'content-encoding': 'gzip' });
    expect(answer).toEqual(refused(413, `the body has more than ${LIMIT} bytes`));
  });
});

test('a body may be as large as the limit', async () => {
  const body = Buffer.alloc(LIMIT, ' ');
  body.write('{}');
  expect(await post(SIGNALS, body)).toEqual(ok);
});

test.each<[object, string]>([
  [{ prot: 4318 }, "startReceiver() has no option 'prot'; there are port, host."],
  [{ port: '4318' }, 'startReceiver(): port must be a whole number from 0 to 65535, and is a string of 4 characters.'],
  [{ port: 65_536 }, 'startReceiver(): port must be a whole number from 0 to 65535, and is the number 65536.'],
  [{ host: '' }, 'startReceiver(): host must be a host name or an address, and is the empty string.'],
])('refuses the options %j', async (options, message) => {
  await expect(startReceiver(options)).rejects.toMatchObject({ code: 'INVALID_CONFIG', message });
});

test('the URL of an address of IPv6 has it in brackets', async () => {
  const other = await startReceiver({ host: '::1' });
  try {
    expect(other.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(other.url)).status).toBe(404);
  } finally {
    await other.close();
  }
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(receiver.url).port);
  await expect(startReceiver({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('only this machine can send, unless told otherwise', async () => {
  expect(new URL(receiver.url).hostname).toBe('127.0.0.1');
  const other = await startReceiver({ host: 'localhost' });
  expect(other.url).toMatch(/^http:\/\/localhost:\d+$/);
  await other.close();
});

test('a receiver that is closed takes no more', async () => {
  const { url } = receiver;
  await receiver.close();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
