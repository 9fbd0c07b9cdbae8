import * as diagnostics from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { agenticSession, configure } from 'kelet-core';
import { slot } from 'kelet-core/internal';
import { type ExportResult, KeletExporter, type KeletExporterOptions } from './exporter';
import { noteExported, sharedSpans } from './shared-spans';
import { KeletSpanProcessor } from './span-processor';
import { inSession } from './span-rules';

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
  delete slot().spans;
  slot().warn = (message) => warnings.push(message);
  configure({ apiKey: 'the-key', project: 'shop', apiUrl });
});

const sendSpans = (exporter: KeletExporter, ...spans: ReadableSpan[]) =>
  new Promise<ExportResult>((resolve) => exporter.export(spans, resolve));

/** What the API got, in all. */
const received = () => taken.map(({ body }) => gunzipSync(body).toString('latin1')).join();

function newExporter(options?: KeletExporterOptions): KeletExporter {
  const exporter = new KeletExporter(options);
  exporters.push(exporter);
  return exporter;
}

function finishedSpan(name: string, attributes: object = {}): ReadableSpan {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  provider
    .getTracer('test')
    .startSpan(name, { attributes: { 'gen_ai.conversation.id': 'conv-42', ...attributes } })
    .end();
  return memory.getFinishedSpans()[0] as ReadableSpan;
}

const send = (exporter: KeletExporter, ...names: string[]) =>
  new Promise<ExportResult>((resolve) =>
    exporter.export(
      names.map((name) => finishedSpan(name)),
      resolve,
    ),
  );

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
    const lost = 'Spans were lost (the same cause is not logged again for a minute):';
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

describe('the settings of another backend in the environment', () => {
  const FOREIGN = {
    OTEL_EXPORTER_OTLP_HEADERS: 'x-other-key=secret',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-traces-key=secret',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: 'soon',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem',
    OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '/nowhere/ca.pem',
    OTEL_EXPORTER_OTLP_CLIENT_KEY: '/nowhere/client.key',
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/nowhere/client.pem',
  };

  test('neither break the export nor reach Kelet, and stay in the environment', async () => {
    Object.assign(process.env, FOREIGN);
    try {
      expect(await send(newExporter(), 'first')).toEqual({ code: 0 });
      expect(process.env).toMatchObject(FOREIGN);
    } finally {
      for (const name of Object.keys(FOREIGN)) delete process.env[name];
    }
    expect(taken[0]?.request.headers).toMatchObject({ authorization: 'the-key', 'content-encoding': 'gzip' });
    expect(Object.keys(taken[0]?.request.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([
      'x-kelet-project',
    ]);
  });
});

describe('a span goes once', () => {
  test('whichever exporters it comes to, also while the first export is under way', async () => {
    const span = finishedSpan('only-one');
    const [first, second] = [newExporter(), newExporter()];
    await Promise.all([sendSpans(first, span, span), sendSpans(second, span)]);
    expect(await sendSpans(second, Object.create(span))).toEqual({ code: 0 });
    expect(taken).toHaveLength(1);
    expect([first.counts(), second.counts()]).toMatchObject([
      { sent: 1, duplicate: 1 },
      { sent: 0, duplicate: 2 },
    ]);
  });

  test('and one that ends again otherwise, as after a workflow task that failed, goes as well', async () => {
    const exporter = newExporter();
    const span = finishedSpan('ended-twice');
    const later = Object.create(span, { endTime: { value: [span.endTime[0] + 1, 0] } });
    await sendSpans(exporter, span, later, later);
    expect(exporter.counts()).toMatchObject({ sent: 2, duplicate: 1 });
  });

  test('and one that was lost may come again', async () => {
    const exporter = newExporter();
    const span = finishedSpan('second-try');
    answer = 400;
    expect((await sendSpans(exporter, span)).code).toBe(1);
    answer = 200;
    expect((await sendSpans(exporter, span)).code).toBe(0);
    expect(exporter.counts()).toMatchObject({ sent: 1, dropped: { failed: 1 }, duplicate: 0 });
  });

  test('and is forgotten when many have come after it', () => {
    const ended = (spanId: string) => ({
      spanContext: () => ({ traceId: 'a'.repeat(32), spanId }),
      endTime: [1, 2] as const,
    });
    const first = ended('b'.repeat(16));
    expect([noteExported(first), noteExported(first)]).toEqual([true, false]);
    for (let n = 0; n < 32_768; n++) noteExported(ended(`${n}`));
    expect(noteExported(first)).toBe(false);
    for (let n = 0; n < 32_768; n++) noteExported(ended(`later ${n}`));
    expect(noteExported(first)).toBe(true);
    expect(sharedSpans().newer.size + sharedSpans().older.size).toBeLessThanOrEqual(65_536);
  });
});

describe('what Kelet is not to have', () => {
  test('goes through a redact of this process, also where no KeletSpanProcessor has seen the span', async () => {
    new KeletSpanProcessor(undefined, { redact: () => ({ 'user.id': 'hidden-user' }) });
    await sendSpans(newExporter(), finishedSpan('raw', { 'user.id': 'known-user', 'metadata.plan': 'plan-x' }));
    expect(received()).toContain('hidden-user');
    expect(received()).not.toMatch(/known-user|plan-x/);
  });

  test('goes through each redact once', async () => {
    const memory = new InMemorySpanExporter();
    const redact = (personal: Record<string, unknown>) => ({ 'user.id': `(${personal['user.id']})` });
    const processor = new KeletSpanProcessor(new SimpleSpanProcessor(memory), { redact });
    processor.onEnd(finishedSpan('seen', { 'user.id': 'someone' }));
    await sendSpans(newExporter(), ...memory.getFinishedSpans());
    expect(received()).toContain('(someone)');
    expect(received()).not.toContain('((someone))');
  });

  test('is left out by a filter, and counts as filtered', async () => {
    new KeletSpanProcessor(undefined, { filter: inSession });
    const exporter = newExporter();
    const outside = finishedSpan('outside', { 'gen_ai.conversation.id': undefined });
    expect(await sendSpans(exporter, outside, finishedSpan('inside'))).toEqual({ code: 0 });
    expect(received()).toMatch(/inside/);
    expect(received()).not.toMatch(/outside/);
    expect(exporter.counts()).toMatchObject({ sent: 1, dropped: { filtered: 1 } });
  });

  test('a filter that throws lets a span go, with one warning', async () => {
    new KeletSpanProcessor(undefined, {
      filter: () => {
        throw new Error('no table');
      },
    });
    expect(await send(newExporter(), 'a', 'b')).toEqual({ code: 0 });
    expect(received()).toMatch(/a.*b/s);
    expect(warnings).toEqual([expect.stringContaining('filter threw "no table"')]);
  });
});

describe('the session of a span', () => {
  test('reaches Kelet whatever its author has set, at its start or later', async () => {
    const memory = new InMemorySpanExporter();
    const spanProcessors = [new KeletSpanProcessor(new SimpleSpanProcessor(memory))];
    const tracer = new BasicTracerProvider({ spanProcessors }).getTracer('test');
    agenticSession({ sessionId: 'the-session' }, () => {
      tracer.startSpan('at its start', { attributes: { 'gen_ai.conversation.id': 'thread' } }).end();
      tracer.startSpan('later').setAttribute('gen_ai.conversation.id', 'thread').end();
    });
    const spans = memory.getFinishedSpans();
    expect(spans.map(({ attributes }) => attributes['gen_ai.conversation.id'])).toEqual(['thread', 'thread']);
    await sendSpans(newExporter(), ...spans);
    expect(received().match(/the-session/g)).toHaveLength(2);
    expect(received()).not.toContain('thread');
  });

  test('that a workflow says beside what its author has set is what Kelet has, and is said once', async () => {
    const span = finishedSpan('of a workflow', { 'kelet.session_id': 'the-session' });
    // As it leaves the sandbox: without what it was made by.
    const left = Object.create(span, { setAttributes: { value: undefined } });
    await sendSpans(newExporter(), left);
    expect(received()).toContain('the-session');
    expect(received()).not.toMatch(/conv-42|kelet\.session_id/);
  });
});

describe('what cannot be written', () => {
  const throwing = (span: ReadableSpan, key: string) =>
    Object.create(span, {
      [key]: {
        get() {
          throw new Error('not for reading');
        },
      },
    }) as ReadableSpan;

  test.each(['attributes', 'name', 'spanContext', 'resource', 'events'])(
    'is lost alone, counted, and told of, where %s throws',
    async (key) => {
      const exporter = newExporter();
      const spans = ['a', 'b', 'c', 'd'].map((name) => finishedSpan(`fine-${name}`));
      await sendSpans(exporter, ...spans.slice(0, 2), throwing(finishedSpan('broken'), key), ...spans.slice(2));
      expect(exporter.counts()).toMatchObject({ sent: 4, dropped: { failed: 1 } });
      expect(['a', 'b', 'c', 'd'].filter((name) => !received().includes(`fine-${name}`))).toEqual([]);
      expect(warnings).toEqual([expect.stringContaining('Spans were lost')]);
      expect(await send(exporter, 'next')).toEqual({ code: 0 });
      await exporter.forceFlush();
      expect(received()).toContain('next');
    },
  );

  test('is lost alone, also where it is every second one of a full batch', async () => {
    const exporter = newExporter();
    const spans = Array.from({ length: 512 }, (_, index) => {
      const span = finishedSpan(`span-${index}`);
      return index % 2 === 0 ? span : throwing(span, 'name');
    });
    await sendSpans(exporter, ...spans);
    expect(exporter.counts()).toMatchObject({ sent: 256, dropped: { failed: 256 } });
  }, 30_000);

  test('of what redact gives is left out', async () => {
    const circular: Record<string, unknown> = { 'user.id': 'hidden', 'metadata.f': () => 1, name: 'not personal' };
    circular['metadata.self'] = circular;
    new KeletSpanProcessor(undefined, { redact: () => circular });
    expect(await sendSpans(newExporter(), finishedSpan('a', { 'user.id': 'x' }))).toEqual({ code: 0 });
    expect(received()).toContain('hidden');
    expect(received()).not.toMatch(/metadata|not personal/);
  });
});

test('configure() with the same again opens no other connection', async () => {
  const connections = new Set<unknown>();
  const note = (socket: unknown) => connections.add(socket);
  server.on('connection', note);
  const exporter = newExporter();
  for (let n = 0; n < 5; n++) {
    configure({ apiKey: 'the-key', project: 'shop', apiUrl });
    await send(exporter, `span ${n}`);
  }
  server.off('connection', note);
  expect(connections.size).toBe(1);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '10', 2 ** 31])('timeoutMs: %p is refused', (timeoutMs) => {
  expect(() => new KeletExporter({ timeoutMs: timeoutMs as number })).toThrow(
    'new KeletExporter(): timeoutMs must be a number of milliseconds above 0',
  );
});

test('a span that ended before configure() was called again goes to where it said then', async () => {
  const memory = new InMemorySpanExporter();
  new KeletSpanProcessor(new SimpleSpanProcessor(memory)).onEnd(finishedSpan('before'));
  configure({ apiKey: 'other', project: 'second', apiUrl });
  new KeletSpanProcessor(new SimpleSpanProcessor(memory)).onEnd(finishedSpan('after'));
  await sendSpans(newExporter(), ...memory.getFinishedSpans());
  const projects = taken.map(({ request: { headers }, body }) => [
    headers['authorization'],
    headers['x-kelet-project'],
    /before|after/.exec(gunzipSync(body).toString('latin1'))?.[0],
  ]);
  // The two requests are under way at once, so either may arrive first.
  expect(projects.sort()).toEqual([
    ['other', 'second', 'after'],
    ['the-key', 'shop', 'before'],
  ]);
});

test('an export makes no span of its own, whatever instruments HTTP', async () => {
  let suppressed: boolean | undefined;
  const agent = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(agent);
  const onRequest = () => {
    suppressed = isTracingSuppressed(context.active());
  };
  diagnostics.subscribe('http.client.request.start', onRequest);
  try {
    await send(newExporter(), 'a');
    expect(suppressed).toBe(true);
  } finally {
    diagnostics.unsubscribe('http.client.request.start', onRequest);
    context.disable();
  }
});
