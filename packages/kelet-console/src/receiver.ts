import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { checkOptions, isInteger, type OptionRules, show } from 'kelet-core/internal';
import { type ReceivedSpan, spansFromJson, spansFromProtobuf } from './otlp';
import { answerTo, Refusal } from './refusal';

/** Where a receiver listens. */
export interface ReceiverOptions {
  /** The port to listen on. Default: any free one. */
  readonly port?: number;
  /** The address to listen on. Default: 127.0.0.1, so that only this machine can send. */
  readonly host?: string;
}

/** A signal in the form in which it came in. */
export interface ReceivedSignal {
  /** From the path of the request. */
  readonly project: string;
  /** The `Authorization` header as it came, which nothing checks. */
  readonly apiKey: string;
  /** The `Idempotency-Key` header: equal for all attempts of one signal. */
  readonly idempotencyKey?: string;
  /** The JSON object that was sent; its fields are not checked. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A receiver that listens, until `close()`. */
export interface Receiver {
  /** The base URL, for `configure({ apiUrl })`. */
  readonly url: string;
  /** The spans that have come in so far, in the order of arrival; the same array grows. */
  readonly spans: readonly ReceivedSpan[];
  /** The signals that have come in so far, in the order of arrival; the same array grows. */
  readonly signals: readonly ReceivedSignal[];
  /** Stops listening and cuts the connections that are open. */
  close(): Promise<void>;
}

const OPTION_RULES: OptionRules<ReceiverOptions> = {
  port: {
    fits: (value) => isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
    wanted: 'a whole number from 0 to 65535',
  },
  host: {
    fits: (value) => typeof value === 'string' && value !== '',
    wanted: 'a host name or an address',
    shown: show,
  },
};

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const SIGNAL_PATH = /^\/api\/projects\/([^/]+)\/signal$/;

/**
 * Takes what would go to the hosted Kelet API: signals, and OTLP traces as JSON or protobuf, gzip or not.
 * Keeps everything in memory, without a limit. Refuses what the API would refuse too: a request without a key, a body
 * that is not what its path takes.
 *
 * @returns the receiver, once it listens; rejects with Node's error where it cannot, such as a port that is in use
 * @throws KeletError INVALID_CONFIG, as a rejection, where an option is unknown or wrong
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  checkOptions('startReceiver()', options, OPTION_RULES);
  const { port = 0, host = '127.0.0.1' } = options;
  const spans: ReceivedSpan[] = [];
  const signals: ReceivedSignal[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = attempt(() => new URL(`http://localhost${request.url}`), 'the path is not one');
    const project = SIGNAL_PATH.exec(pathname)?.[1];
    if (project === undefined && pathname !== '/api/traces') throw new Refusal(404, `nothing is at ${pathname}`);
    if (request.method !== 'POST') throw new Refusal(405, 'only POST is taken');
    const apiKey = request.headers.authorization;
    if (!apiKey) throw new Refusal(401, 'the Authorization header is missing');
    const body = await readBody(request);
    if (project === undefined) {
      const named = request.headers['x-kelet-project'];
      const of = typeof named === 'string' ? { project: named } : {};
      for (const span of readSpans(request, body)) spans.push({ ...span, ...of });
    } else {
      const idempotencyKey = request.headers['idempotency-key'];
      signals.push({
        project: attempt(() => decodeURIComponent(project), 'the project is not well escaped'),
        apiKey,
        ...(typeof idempotencyKey === 'string' && { idempotencyKey }),
        body: readSignal(body),
      });
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status, message } = answerTo(error);
      if (!response.headersSent) response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    spans,
    signals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const body = await received(request);
  if (request.headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge()
      : new Refusal(400, 'the body is not gzip');
  }
}

/** What is over the limit is thrown away as it comes in: cutting the connection would cut the answer off, too. */
function received(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) return chunks.push(chunk);
      chunks = [];
      return reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

function tooLarge(): Refusal {
  return new Refusal(413, `the body has more than ${MAX_BODY_BYTES} bytes`);
}

function readSpans(request: IncomingMessage, body: Buffer): ReceivedSpan[] {
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  if (type === 'application/json') return attempt(() => spansFromJson(body), 'the body is not OTLP as JSON');
  if (type === 'application/x-protobuf') {
    return attempt(() => spansFromProtobuf(body), 'the body is not OTLP as protobuf');
  }
  throw new Refusal(415, `traces come as application/json or application/x-protobuf, and not as ${type}`);
}

function readSignal(body: Buffer): Record<string, unknown> {
  const signal: unknown = attempt(() => JSON.parse(body.toString('utf8')), 'the body is not JSON');
  if (signal === null || typeof signal !== 'object' || Array.isArray(signal)) {
    throw new Refusal(400, 'a signal is a JSON object');
  }
  return signal as Record<string, unknown>;
}

function attempt<T>(read: () => T, failure: string): T {
  try {
    return read();
  } catch {
    throw new Refusal(400, failure);
  }
}
