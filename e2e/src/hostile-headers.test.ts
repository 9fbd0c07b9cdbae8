import { randomUUID } from 'node:crypto';
import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import type { Headers } from '@temporalio/common';
import { METADATA_HEADER, SESSION_ID_HEADER, USER_ID_HEADER } from 'kelet-temporal-headers';
import { KeletPlugin } from 'kelet-temporal-plugin';
import * as activities from './activities';
import { type Running, startWorker } from './support/worker';
import * as workflows from './workflows/conversation';

/** What a client that is broken, or hostile, could put into one header. */
const TEXTS = [
  ...['', 'null', 'NaN', '{', '[]', '{}', '"', '123', 'true', '\u0000', '\ufeff"x"'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"a":{"b":[1]}}'],
  ...[`"${'x'.repeat(257)}"`, `${'['.repeat(20_000)}`, `{"a":"${'x'.repeat(100_000)}"}`],
];
const ENCODINGS = ['json/plain', 'binary/encrypted', ''];

let running: Running;

beforeAll(async () => {
  running = await startWorker({
    workflowsPath: require.resolve('./workflows/conversation'),
    activities,
    plugins: [new KeletPlugin({ includeOtelPlugin: false })],
  });
});

afterAll(() => running.stop());

const encode = (text: string) => new TextEncoder().encode(text);

/** A client of which every call has these headers. */
function sending(headers: Headers): Client {
  const add = <I extends { headers: Headers }, O>(input: I, next: (input: I) => O): O => next({ ...input, headers });
  const interceptor = { startWithDetails: add, signal: add, query: add, startUpdate: add };
  const { connection } = running.client;
  return new Client({ connection, interceptors: { workflow: [interceptor as WorkflowClientInterceptor] } });
}

/** Starts, queries, updates, signals and ends a run, and says in which sessions that was. */
async function converse(headers: Headers): Promise<(string | undefined)[]> {
  const { workflow } = sending(headers);
  const handle = await workflow.start(workflows.listen, { workflowId: randomUUID(), taskQueue: running.taskQueue });
  await handle.signal(workflows.tellSignal);
  const asked = await handle.query(workflows.askQuery);
  const changed = await handle.executeUpdate(workflows.changeUpdate);
  await handle.signal(workflows.finishSignal);
  const { told, at } = await handle.result();
  return [told[0], asked, changed.handler, at].map((session) => session?.sessionId);
}

describe.each(ENCODINGS)('with the encoding %j', (encoding) => {
  test.each(TEXTS.map((text) => [text.slice(0, 40), text]))(
    'a run with %j in every header runs, in no session',
    async (_, text) => {
      const payload = { metadata: { encoding: encode(encoding) }, data: encode(text) };
      const headers = { [SESSION_ID_HEADER]: payload, [USER_ID_HEADER]: payload, [METADATA_HEADER]: payload };
      const _valid = encoding === 'json/plain' && text === '"\\ud83d"' ? '\ud83d' : undefined;
      expect(await converse(headers)).toEqual(Array(4).fill(undefined));
    },
  );
});

test('a broken user and metadata leave the session id that is beside them', async () => {
  const broken = { metadata: { encoding: encode('json/plain') }, data: encode('{"__proto__":1') };
  const whole = { metadata: { encoding: encode('json/plain') }, data: encode('"conv-42"') };
  const headers = { [SESSION_ID_HEADER]: whole, [USER_ID_HEADER]: broken, [METADATA_HEADER]: broken };
  expect(await converse(headers)).toEqual(Array(4).fill('conv-42'));
});
