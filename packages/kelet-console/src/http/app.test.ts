import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type OpenConsole, openConsole } from '../console';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const SIGNAL = '/api/projects/shop/signal';
const attributes = [{ key: 'gen_ai.conversation.id', value: { stringValue: 'conv' } }];
const spans = JSON.stringify({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE, spanId: SPAN, name: 'work', attributes }] }] }],
});
let console: OpenConsole;

beforeEach(async () => {
  console = await openConsole({ port: 0, allowOrigins: ['https://shop.example'] });
});

afterEach(() => console.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** By `node:http`, since `fetch` sets the headers that matter here itself. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const sent = request(console.url + path, { method, headers });
  // Node.js frames no body of the other methods, unless it is told how long that is.
  sent.end(method === 'POST' ? body : '');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

const json = { 'content-type': 'application/json' };
const withKey = { ...json, authorization: 'Bearer local' };
const host = () => new URL(console.url).host;

test('OTLP comes by the path of the API with a key, and by the standard one without', async () => {
  expect((await ask('POST', '/api/traces', withKey, spans)).status).toBe(200);
  expect((await ask('POST', '/api/traces', json, spans)).status).toBe(401);
  expect((await ask('POST', '/v1/traces', json, spans)).status).toBe(200);
  const listed = JSON.parse((await ask('GET', '/api/console/sessions')).text);
  expect(listed).toMatchObject({ total: 1, sessions: [{ sessionId: 'conv', spans: 1 }] });
  const detail = JSON.parse((await ask('GET', '/api/console/session?id=conv')).text);
  expect(detail).toMatchObject({ sessionId: 'conv', tree: [{ spanId: SPAN, name: 'work' }], votes: [] });
  expect(JSON.parse((await ask('GET', `/api/console/spans/${TRACE}/${SPAN}`)).text)).toMatchObject({ name: 'work' });
});

test('an empty answer to protobuf is protobuf', async () => {
  const answer = await ask('POST', '/v1/traces', { 'content-type': 'application/x-protobuf' });
  expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, 'application/x-protobuf', '']);
});

test.each([
  ['/api/console/session?id=none', 404, "this console has no session 'none'"],
  ['/api/console/session', 404, "this console has no session ''"],
  [`/api/console/spans/${TRACE}/${SPAN}`, 404, 'this console has no such span'],
  ['/api/console/sessions?limit=-1', 400, 'limit and offset are whole numbers'],
  ['/api/console/sessions?state=some', 400, 'state is one of all, running, errors, votes'],
  ['/api/console/nothing', 404, 'nothing is at /api/console/nothing'],
  ['/nothing', 404, 'nothing is at /nothing'],
])('%s is %d: %s', async (path, status, error) => {
  const answer = await ask('GET', path);
  expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { error }]);
});

test('a session is exported, and imported by another console', async () => {
  await ask('POST', '/v1/traces', json, spans);
  await ask('POST', SIGNAL, withKey, '{"session_id":"conv","kind":"feedback","source":"human","score":1}');
  const file = (await ask('GET', '/api/console/export?id=conv')).text;
  await console.close();
  console = await openConsole({ port: 0 });
  for (const _ of ['once', 'again']) {
    expect(JSON.parse((await ask('POST', '/api/console/import', json, file)).text)).toEqual({ spans: 1, signals: 1 });
  }
  expect(JSON.parse((await ask('GET', '/api/console/sessions')).text)).toMatchObject({
    sessions: [{ spans: 1, signals: 1, verdict: 1 }],
  });
});

test('what has no key and no time is imported once, also where it came from', async () => {
  await ask('POST', SIGNAL, withKey, '{"session_id":"conv"}');
  const file = (await ask('GET', '/api/console/export?id=conv')).text;
  await ask('POST', '/api/console/import', json, file);
  const [signal, ...others] = JSON.parse((await ask('GET', '/api/console/signals')).text);
  expect(others).toEqual([]);
  await console.close();
  console = await openConsole({ port: 0 });
  await ask('POST', '/api/console/import', json, file);
  expect(JSON.parse((await ask('GET', '/api/console/signals')).text)).toMatchObject([{ at: signal.at }]);
});

test('an export has what the doctor finds', async () => {
  await ask('POST', '/v1/traces', json, spans);
  await ask('POST', '/v1/traces', json, spans); // by a second exporter
  const findings = async () => JSON.parse((await ask('GET', '/api/console/doctor')).text).findings;
  const found = await findings();
  expect(found).toMatchObject([{ code: 'spansTwice' }]);
  const file = (await ask('GET', '/api/console/export?id=conv')).text;
  await console.close();
  console = await openConsole({ port: 0 });
  await ask('POST', '/api/console/import', json, file);
  await ask('POST', '/api/console/import', json, file);
  expect(await findings()).toEqual(found);
  expect(console.store.session('conv')?.tree).toMatchObject([{ copies: 2 }]);
});

test('an import is whole, or nothing is', async () => {
  const broken = JSON.stringify({ ...JSON.parse(spans), signals: [{ project: 'a', body: {} }, { project: 1 }] });
  expect((await ask('POST', '/api/console/import', json, broken)).status).toBe(400);
  expect(console.store.arrived(undefined, -1)).toEqual({ spans: [], signals: [] });
});

test.each(['.', '..', 'a/b', 'a?b#c', '%', '+', 'ä'])('a session may have the id %j', async (id) => {
  await ask('POST', SIGNAL, withKey, JSON.stringify({ session_id: id }));
  const path = `/api/console/session?id=${encodeURIComponent(id)}`;
  expect(JSON.parse((await ask('GET', path)).text)).toMatchObject({ sessionId: id, signals: 1 });
});

test('an import of something else is refused', async () => {
  for (const body of ['', '[]', '{}', '{"signals":[null]}', '{"resourceSpans":1}']) {
    expect((await ask('POST', '/api/console/import', json, body)).status).toBe(400);
  }
});

describe('by its Host', () => {
  test.each(['localhost', '127.0.0.1:1', '[::1]:4390'])('%s is this machine', async (name) => {
    expect((await ask('GET', '/api/console/info', { host: name })).status).toBe(200);
  });

  test.each(['evil.example', 'evil.example:4390', 'localhost.evil.example', '127.0.0.1.evil.example', 'a b'])(
    '%j is not, which a name that was bound to it is',
    async (name) => {
      for (const path of ['/', '/api/console/sessions', '/mcp', '/api/console/events', SIGNAL]) {
        expect(
          (await ask(path === SIGNAL ? 'POST' : 'GET', path, { ...withKey, host: name }, '{}')).status,
        ).toBeGreaterThanOrEqual(400);
      }
      expect(console.store.signals(9)).toEqual([]);
    },
  );
});

describe('of another origin', () => {
  const routes: [string, string][] = [
    ['GET', '/'],
    ['GET', '/api/console/sessions'],
    ['GET', '/api/console/events'],
    ['POST', '/api/console/import'],
    ['POST', '/api/traces'],
    ['POST', '/v1/traces'],
    ['POST', '/mcp'],
  ];
  test.each(routes)('%s %s is refused', async (method, path) => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1', 'https://shop.example']) {
      const answer = await ask(method, path, { ...withKey, origin }, spans);
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
    expect(console.store.sessions({ limit: 9, offset: 0 }).total).toBe(0);
  });

  test('a signal comes from pages of this machine, and from those that are allowed', async () => {
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:1', 'https://shop.example']) {
      const preflight = await ask('OPTIONS', SIGNAL, { origin, 'access-control-request-method': 'POST' });
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
      const answer = await ask('POST', SIGNAL, { ...withKey, origin }, '{"session_id":"conv"}');
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
    }
    expect(console.store.signals(9)).toHaveLength(3);
  });

  test.each(['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example'])(
    'a signal of a page at %s is refused',
    async (origin) => {
      for (const method of ['OPTIONS', 'POST']) {
        const answer = await ask(method, SIGNAL, { ...withKey, origin }, '{}');
        expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      }
      expect(console.store.signals(9)).toEqual([]);
    },
  );

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'a signal as %j, which needs no leave of a browser, is refused',
    async (type) => {
      const headers = { authorization: 'local', ...(type && { 'content-type': type }) };
      expect((await ask('POST', SIGNAL, headers, '{"session_id":"conv"}')).status).toBe(415);
    },
  );
});

test('its own page may ask all', async () => {
  const origin = `http://${host()}`;
  expect((await ask('GET', '/api/console/info', { origin })).status).toBe(200);
  expect((await ask('POST', SIGNAL, { ...withKey, origin }, '{}')).status).toBe(200);
});

test('a page is told what has changed', async () => {
  const response = await fetch(`${console.url}/api/console/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (wanted: string) => {
    while (!text.includes(wanted)) text += (await reader?.read())?.value ?? '';
  };
  await until('event: hello');
  await ask('POST', '/v1/traces', json, spans);
  await until('event: change\ndata: {"sessionIds":["conv"]}');
  await reader?.cancel();
});
