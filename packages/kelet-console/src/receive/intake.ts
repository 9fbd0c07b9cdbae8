import { type Context, Hono } from 'hono';
import { type Env, mediaType, refuse } from './answer';
import { readBody } from './body';
import { spansFromJson } from './otlp';
import { spansFromProtobuf } from './otlp-protobuf';
import type { ReceivedSignal, ReceivedSpan } from './received';
import { Refusal } from './refusal';

/** What becomes of that which has come in. */
export interface Sink {
  /**
   * Called once for each request, ahead of its answer. What it throws is the answer.
   *
   * @returns what is called once the answer was delivered
   */
  keepSpans(spans: readonly ReceivedSpan[], body: Uint8Array, project?: string): () => void;
  /** Called once for each request, ahead of its answer. What it throws is the answer. */
  keepSignal(signal: ReceivedSignal): void;
}

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';

/** The routes of the hosted API, and the standard one of OTLP, which needs no key. */
export function intake(sink: Sink): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => refuse(c, error));
  app.notFound((c) => refuse(c, new Refusal(404, `nothing is at ${c.req.path}`)));

  app.all('/api/projects/:project/signal', async (c) => {
    const apiKey = keyOf(c);
    const project = attempt(
      () => decodeURIComponent(c.req.path.split('/')[3] ?? ''),
      'the project is not well escaped',
    );
    if (mediaType(c.env.incoming) !== JSON_TYPE) throw new Refusal(415, 'a signal comes as application/json');
    const idempotencyKey = c.req.header('idempotency-key');
    sink.keepSignal({
      project,
      apiKey,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      body: readSignal(await readBody(c.env.incoming)),
    });
    return c.json({});
  });
  app.all('/api/traces', async (c) => {
    keyOf(c);
    return takeSpans(c, sink);
  });
  app.all('/v1/traces', async (c) => {
    onlyPost(c);
    return takeSpans(c, sink);
  });
  return app;
}

function keyOf(c: Context<Env>): string {
  onlyPost(c);
  const key = c.req.header('authorization');
  if (!key) throw new Refusal(401, 'the Authorization header is missing');
  return key;
}

function onlyPost(c: Context<Env>): void {
  if (c.req.method !== 'POST') throw new Refusal(405, 'only POST is taken');
}

async function takeSpans(c: Context<Env>, sink: Sink): Promise<Response> {
  const project = c.req.header('x-kelet-project');
  const body = await readBody(c.env.incoming);
  const type = mediaType(c.env.incoming);
  const spans = readSpans(type, body);
  const ofProject = project === undefined ? spans : spans.map((span) => ({ ...span, project }));
  c.env.outgoing.once('finish', sink.keepSpans(ofProject, body, project));
  // An empty message of protobuf has no bytes.
  return type === PROTOBUF ? c.body('', 200, { 'content-type': PROTOBUF }) : c.json({});
}

function readSpans(type: string | undefined, body: Buffer): ReceivedSpan[] {
  if (type === JSON_TYPE) return attempt(() => spansFromJson(body), 'the body is not OTLP as JSON');
  if (type === PROTOBUF) return attempt(() => spansFromProtobuf(body), 'the body is not OTLP as protobuf');
  throw new Refusal(415, `traces come as application/json or application/x-protobuf, and not as ${type}`);
}

function readSignal(body: Buffer): Record<string, unknown> {
  const signal: unknown = attempt(() => JSON.parse(new TextDecoder().decode(body)), 'the body is not JSON');
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
