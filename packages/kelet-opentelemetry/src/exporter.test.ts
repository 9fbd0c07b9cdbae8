import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { configure } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { type ExportResult, KeletExporter, type KeletExporterOptions } from './exporter';

interface Taken {
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

let answer: number | 'hang' | 'trickle' | { readonly status: number; readonly says: string };
let taken: Taken[];
let warnings: string[];
let apiUrl: string;
const exporters: KeletExporter[] = [];

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  taken.push({ request, body: Buffer.concat(chunks) });
  if (typeof answer === 'number') response.writeHead(answer).end();
  else if (typeof answer === 'object') response.writeHead(answer.status).end(answer.says);
  else if (answer === 'trickle') trickle(response);
});

function trickle(response: ServerResponse): void {
  const timer = setInterval(() => response.write('.'), 50);
  response.once('close', () => clearInterval(timer));
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await Promise.all(exporters.map((exporter) => exporter.shutdown()));
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  [answer, taken, warnings] = [200, [], []];
  slot().warned.clear();
  slot().warn = (message) => warnings.push(message);
  configure({ apiKey: 'the-key', project: 'shop', apiUrl });
});

function newExporter(options?: KeletExporterOptions): KeletExporter {
  const exporter = new KeletExporter(options);
  exporters.push(exporter);
  return exporter;
}

function finishedSpan(name: string): ReadableSpan {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  provider
    .getTracer('test')
    .startSpan(name, { attributes: { 'gen_ai.conversation.id': 'conv-42' } })
    .end();
  return memory.getFinishedSpans()[0] as ReadableSpan;
}

const send = (exporter: KeletExporter, ...names: string[]) =>
  new Promise<ExportResult>((resolve) => exporter.export(names.map(finishedSpan), resolve));

describe('spans', () => {
  test('go to the API in one request, with the bare key and the project', async () => {
    expect(await send(newExporter(), 'first', 'second')).toEqual({ code: 0 });
    const { request } = taken[0] as Taken;
    expect([taken.length, request.method, request.url]).toEqual([1, 'POST', '/api/traces']);
    expect(request.headers).toMatchObject({
      authorization: 'the-key',
      'x-kelet-project': 'shop',
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
  });

  test('are protobuf, zipped', async () => {
    await send(newExporter(), 'first', 'second');
    const text = gunzipSync((taken[0] as Taken).body).toString('latin1');
    expect(['first', 'second', 'gen_ai.conversation.id', 'conv-42'].filter((part) => !text.includes(part))).toEqual([]);
  });

  test('of an older SDK, which names its scope otherwise, are taken too', async () => {
    const span: ReadableSpan = Object.create(finishedSpan('old'), {
      instrumentationScope: { value: undefined },
      instrumentationLibrary: { value: { name: 'old-library' } },
      parentSpanId: { value: '00f067aa0ba902b7' },
    });
    const result = await new Promise((resolve) => newExporter().export([span], resolve));
    expect(result).toEqual({ code: 0 });
    const body = gunzipSync((taken[0] as Taken).body);
    expect([body.includes('old-library'), body.includes(Buffer.from('00f067aa0ba902b7', 'hex'))]).toEqual([true, true]);
  });

  test('go to where configure() was last told', async () => {
    const exporter = newExporter();
    await send(exporter, 'a');
    configure({ apiKey: 'other', project: 'second', apiUrl: `${apiUrl}/kelet/api` });
    await send(exporter, 'b');
    expect(taken.map(({ request }) => [request.url, request.headers['x-kelet-project']])).toEqual([
      ['/api/traces', 'shop'],
      ['/kelet/api/traces', 'second'],
    ]);
  });

  test('are dropped with one warning before configure(), and without a key', async () => {
    const exporter = newExporter();
    delete slot().settings;
    expect(await send(exporter, 'a')).toEqual({ code: 0 });
    configure({ apiKey: '', project: 'shop', apiUrl });
    expect(await send(exporter, 'b')).toEqual({ code: 0 });
    expect(taken).toEqual([]);
    expect(warnings.filter((warning) => warning.includes('Spans are dropped'))).toHaveLength(1);
  });
});

describe('an export that fails says so', () => {
  test('where the API refuses it', async () => {
    answer = 401;
    expect(await send(newExporter(), 'a')).toMatchObject({ code: 1, error: { code: 401 } });
    expect(taken).toHaveLength(1);
  });

  test.each([401, 403])('where the key is not good (%i), with what the API says, without the key', async (status) => {
    answer = { status, says: '{"detail":\n"the-key is revoked"}' };
    const { error } = await send(newExporter(), 'a');
    const said = `the API answered ${status}: "{"detail": "[the API key] is revoked"}". Check apiKey (or KELET_API_KEY)`;
    expect(error?.message).toContain(said);
    expect(warnings).toEqual([expect.stringContaining(said)]);
    expect(JSON.stringify({ ...error, stack: error?.stack })).not.toContain('the-key');
  });

  test('where the API refuses it, with what it says', async () => {
    answer = { status: 400, says: 'no such project' };
    await send(newExporter(), 'a');
    expect(warnings).toEqual([expect.stringContaining('the API answered 400: "no such project".')]);
  });

  test('where it cannot be reached, with the code of the cause', async () => {
    configure({ apiKey: 'the-key', project: 'shop', apiUrl: 'http://127.0.0.1:1' });
    await send(newExporter({ timeoutMs: 500 }), 'a');
    configure({ apiKey: 'the-key', project: 'shop', apiUrl: 'http://nowhere.invalid' });
    await send(newExporter({ timeoutMs: 500 }), 'a');
    const lost = 'Spans were lost, which is not said again for a minute:';
    expect(warnings).toEqual([`[kelet] ${lost} ECONNREFUSED.`, expect.stringMatching(/: (ENOTFOUND|EAI_AGAIN)\.$/)]);
  });

  test('where the answer trickles in for ever', async () => {
    answer = 'trickle';
    expect((await send(newExporter({ timeoutMs: 1_000 }), 'a')).error?.message).toBe('the API did not answer in time');
  }, 9_000);

  test('in its time, also where the time of day is put back meanwhile', async () => {
    answer = 503;
    const day = jest.spyOn(Date, 'now');
    try {
      const began = performance.now();
      const sent = send(newExporter({ timeoutMs: 2_500 }), 'a');
      while (taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const now = Date.now() - 3_600_000;
      day.mockImplementation(() => now);
      answer = 'hang';
      expect((await sent).code).toBe(1);
      expect(performance.now() - began).toBeLessThan(5_000);
    } finally {
      day.mockRestore();
    }
  }, 15_000);

  test('where the API does not answer in the time that it has', async () => {
    answer = 'hang';
    expect((await send(newExporter({ timeoutMs: 250 }), 'a')).code).toBe(1);
  }, 9_000);
});

test('an exporter that never exported can be flushed and shut down', async () => {
  const exporter = new KeletExporter();
  expect([await exporter.forceFlush(), await exporter.shutdown()]).toEqual([undefined, undefined]);
});

test.each(['forceFlush', 'shutdown'] as const)('%s waits for the export that is under way', async (ending) => {
  const exporter = new KeletExporter();
  let result: ExportResult | undefined;
  exporter.export([finishedSpan('a')], (done) => {
    result = done;
  });
  await exporter[ending]();
  expect([result, taken.length]).toEqual([{ code: 0 }, 1]);
});

test('the headers of another backend in the environment do not go along, and stay in the environment', async () => {
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-other-key=secret';
  try {
    await send(newExporter(), 'first');
    expect(process.env['OTEL_EXPORTER_OTLP_HEADERS']).toBe('x-other-key=secret');
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_HEADERS'];
  }
  expect(taken[0]?.request.headers).toMatchObject({ authorization: 'the-key' });
  expect(taken[0]?.request.headers).not.toHaveProperty('x-other-key');
});
