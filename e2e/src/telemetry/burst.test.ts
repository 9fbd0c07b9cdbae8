import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver } from 'kelet-console';
import type { SpanCounts } from 'kelet-opentelemetry';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { startReceiver } from '../support/receiver';
import { keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const SPANS = 10_000;
/** As kelet-opentelemetry has it. */
const QUEUE = 16_384;
const NONE = { queueFull: 0, failed: 0, notConfigured: 0, unknownProject: 0, shutdown: 0, filtered: 0 };

const directory = temporaryDirectory(__dirname);
let program: string;
let receiver: Receiver;
let proxy: Server;
let requests: number;
let away: boolean;

beforeAll(async () => {
  program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
});

/** Before the receiver: counts requests, and cuts them off while it is away. */
beforeEach(async () => {
  receiver = await startReceiver();
  [requests, away] = [0, false];
  proxy = createServer(async (request, response) => {
    if (away) {
      request.socket.destroy();
      return;
    }
    requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'content-type': type = '', 'content-encoding': encoding = '', authorization = '' } = request.headers;
    const headers = {
      'content-type': type,
      'content-encoding': encoding,
      authorization,
      'x-kelet-project': String(request.headers['x-kelet-project']),
    };
    const answer = await fetch(`${receiver.url}${request.url}`, {
      method: 'POST',
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await receiver.close();
});

async function end(count: number, pauseMs: number): Promise<{ counts: SpanCounts; flushMs: number }> {
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const own = { ...keletAt(url), UNTIL_SETTLED: '1' };
  const args = [join(program, 'program/spans.js'), String(count), String(pauseMs)];
  const { stdout } = await command(process.execPath, args, directory, { ...process.env, ...own }, 100_000);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"counts"')));
}

const arrived = () => new Set(receiver.spans.map(({ name }) => name)).size;

test(`${SPANS} spans at once leave in few requests, and none is lost`, async () => {
  const { counts } = await end(SPANS, 0);
  expect(counts).toEqual({ sent: SPANS, dropped: NONE, duplicate: 0 });
  expect([receiver.spans.length, arrived()]).toEqual([SPANS, SPANS]);
  expect(requests).toBeLessThanOrEqual(25);
});

test('more at once than the queue takes: each one that is lost is counted', async () => {
  const all = 2 * QUEUE;
  const { counts } = await end(all, 0);
  const { queueFull } = counts.dropped;
  expect(queueFull).toBeGreaterThan(0);
  expect(counts).toEqual({ sent: all - queueFull, dropped: { ...NONE, queueFull }, duplicate: 0 });
  expect([receiver.spans.length, arrived()]).toEqual([all - queueFull, all - queueFull]);
});

test('at a steady pace, none is lost', async () => {
  const { counts } = await end(SPANS, 20);
  expect(counts).toEqual({ sent: SPANS, dropped: NONE, duplicate: 0 });
  expect(arrived()).toBe(SPANS);
});

test('the API away for 5 s: what arrived and what is counted as lost are all of them', async () => {
  let ended = false;
  const ending = end(SPANS, 80).finally(() => {
    ended = true;
  });
  while (receiver.spans.length === 0 && !ended) await sleep(10);
  away = true;
  proxy.closeAllConnections();
  await sleep(5_000);
  away = false;
  const { counts } = await ending;
  const { failed } = counts.dropped;
  expect(counts).toEqual({ sent: SPANS - failed, dropped: { ...NONE, failed }, duplicate: 0 });
  expect(arrived()).toBe(SPANS - failed);
});
