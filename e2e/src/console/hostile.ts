import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { startConsoleProcess } from '../support/console';
import { newId, otlp, send } from './otlp';

/** Each route of the console but that of events, which goes on, and one that is none. */
const ROUTES = [
  '/',
  '/page.js',
  '/page.css',
  '/favicon.svg',
  '/api/projects/shop/signal',
  '/api/traces',
  '/v1/traces',
  '/api/console/info',
  '/api/console/sessions',
  '/api/console/session?id=conv',
  '/api/console/export?id=conv',
  '/api/console/spans/0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331',
  '/api/console/signals',
  '/api/console/doctor',
  '/api/console/import',
  '/mcp',
  '/nothing',
];

interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const word = fc.constantFrom(
  'conv',
  '',
  '..',
  '%00',
  '%E0%A4%A',
  '__proto__',
  'a'.repeat(3000),
  '%F0%9F%8E%89',
  "' OR 1=1 --",
);
const keys = fc.constantFrom(
  ...[
    'resourceSpans',
    'scopeSpans',
    'spans',
    'traceId',
    'spanId',
    'parentSpanId',
    'name',
    'attributes',
    'key',
    'value',
  ],
  ...[
    'stringValue',
    'intValue',
    'arrayValue',
    'kvlistValue',
    'values',
    'startTimeUnixNano',
    'events',
    'links',
    'status',
  ],
  ...[
    'session_id',
    'trace_id',
    'metadata',
    'vote_key',
    'score',
    'timestamp',
    '__proto__',
    'jsonrpc',
    'method',
    'params',
    'id',
  ],
);
const leaf = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '0af7651916cd43dd8448eb211c80319c',
    'b7ad6b7169203331',
    '1e400',
    '\u0000',
    '\ud800',
    -1,
    2 ** 64,
    'tools/call',
    '2.0',
  ),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
  ),
}));
const valid = otlp({ session: 'conv', parentSpanId: newId(8) }, { session: 'conv' });

/** A request that is right but for one value, which is chosen by `place`. */
function mutated(place: number, value: unknown): Buffer {
  const request = JSON.parse(valid) as object;
  const places: [object, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push([node, key]);
      collect(child);
    }
  };
  collect(request);
  const [node, key] = places[place % places.length] ?? [request, 'resourceSpans'];
  Object.assign(node, { [key]: value });
  return Buffer.from(JSON.stringify(request));
}

const body = fc.oneof(
  fc.tuple(fc.nat(), tree).map(([place, value]) => mutated(place, value)),
  tree.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.nat(valid.length).map((end) => Buffer.from(valid.slice(0, end))),
  fc.constant(Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)),
  fc.constant(gzipSync(Buffer.alloc(1_000_000))),
);
const RIGHT = { 'content-type': 'application/json', 'content-encoding': 'identity', authorization: 'local' };
const randomHeaders = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-encoding',
    'authorization',
    'origin',
    'idempotency-key',
    'x-kelet-project',
    'accept',
    'mcp-session-id',
  ),
  fc.constantFrom(
    'application/json',
    'application/x-protobuf',
    'gzip',
    'text/plain',
    'local',
    'null',
    'http://localhost:1',
    '*/*',
    'text/event-stream',
    ';',
    'x'.repeat(200),
  ),
);

const attempts = (route: string) =>
  fc.record({
    method: fc.constantFrom(
      ...['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'POST'],
      'PUT',
      'DELETE',
      'OPTIONS',
      'HEAD',
    ),
    path: fc.oneof(
      fc.constant(route),
      fc
        .tuple(fc.constantFrom('?q=', '?limit=', '?offset=', '?state=', '?', '/', '#'), word)
        .map(([a, b]) => route + a + b),
      word.map((one) => route.replace(/conv|shop|0af7651916cd43dd8448eb211c80319c/, () => one)),
    ),
    // Half of them are let in, so that what is behind the door is tried, too.
    headers: fc.tuple(fc.boolean(), randomHeaders).map(([letIn, random]) => (letIn ? { ...random, ...RIGHT } : random)),
    body,
  });

const AT_ONCE = 16;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** @returns the status of the answer; undefined where the connection was cut off */
function ask(url: string, { method, path, headers, body: content }: Attempt): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const sent = request(
      {
        agent,
        hostname,
        port,
        method,
        path: path.replace(/[^\x21-\x7e]/g, ''),
        headers: { ...headers, 'content-length': content.length },
      },
      (response) => {
        response.once('end', () => resolve(response.statusCode)).once('error', () => resolve(undefined));
        response.resume();
      },
    );
    sent.once('error', () => resolve(undefined));
    sent.end(content);
  });
}

/** Made by hand. */
const BY_HAND: readonly Attempt[] = [
  {
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/json', 'content-encoding': 'br' },
    body: randomBytes(50),
  },
  {
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(60 * 1024 * 1024)),
  },
  {
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/x-protobuf' },
    body: Buffer.alloc(100_000, 0xff),
  },
  {
    method: 'POST',
    path: '/api/console/import',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"signals":[{"project":"a","body":{"metadata":[]}}]}'),
  },
];

/** Sends `count` attempts to each route. @returns how many were answered, how many of them with 200, and which were not, or by a failure */
async function beHostile(
  count: number,
  seed: number,
): Promise<{ readonly answered: number; readonly taken: number; readonly failures: readonly string[] }> {
  const running = await startConsoleProcess({ args: ['--max-spans', '5000', '--max-mb', '50'] });
  const failures: string[] = [];
  let answered = 0;
  let taken = 0;
  try {
    for (const route of ROUTES) {
      const all = [...BY_HAND, ...fc.sample(attempts(route), { numRuns: count, seed })];
      for (let index = 0; index < all.length; index += AT_ONCE) {
        const batch = all.slice(index, index + AT_ONCE);
        const statuses = await Promise.all(batch.map((attempt) => ask(running.url, attempt)));
        for (const [place, status] of statuses.entries()) {
          if (status === 200) taken++;
          if (status !== undefined && status < 500) answered++;
          else failures.push(`${status} for ${JSON.stringify(batch[place]).slice(0, 300)}`);
        }
      }
    }
    if (running.child.exitCode !== null) throw new Error(`the console ended: ${running.output()}`);
    if ((await send(running.url, otlp({ session: 'after' }))) !== 200) throw new Error('it takes no more');
  } finally {
    agent.destroy();
    await running.stop();
  }
  return { answered, taken, failures };
}

/** One test, of `count` random attempts at each route; to be called at the top of a test file. */
export function testHostility(count: number, timeoutMs?: number): void {
  test(
    'whatever comes in, the console answers, and never with a failure of its own',
    async () => {
      const seed = Date.now() % 2 ** 31;
      const result = await beHostile(count, seed);
      // Not all is refused at the door.
      expect(result.taken).toBeGreaterThan(count);
      expect({ seed, ...result }).toEqual({
        seed,
        answered: ROUTES.length * (count + BY_HAND.length),
        taken: result.taken,
        failures: [],
      });
    },
    timeoutMs,
  );
}
