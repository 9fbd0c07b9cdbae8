import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { context, propagation } from '@opentelemetry/api';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { type Context, Hono } from 'hono';
import { agenticSession, flushAll, KeletError, readReference, signal, withSpan } from 'kelet';
import { setUp, TASK_QUEUE, TEMPORAL_ADDRESS, TENANTS, WEB_PORT, workflowIdOf } from './kelet';
import { ask, chat, close, decide, state } from './workflows';

const PAGE = readFileSync(join(__dirname, '../page/index.html'), 'utf8');

interface Vote {
  /** The id of the question whose answer it is about. */
  readonly message: string;
  readonly reference: string;
  readonly up: boolean;
  /** When the button was pressed: a vote that is pressed again is another one. */
  readonly at: string;
}

/** The pages that wait for an answer, by the id of their question. */
type Pages = Map<string, WritableStream<Uint8Array>>;

function createApp(client: Client): Hono {
  const pages: Pages = new Map();
  const app = new Hono();
  const handleOf = (route: Context) => client.workflow.getHandle(idOf(route));

  app.get('/:tenant/', (route) => (TENANTS.includes(tenantOf(route)) ? route.html(PAGE) : route.notFound()));

  // What a chat does belongs to its session, whichever request it is, and to one trace: the first answer names its
  // span, and the page gives it back with each request.
  app.use('/:tenant/chats/:chat/*', async (route, next) => {
    const tenant = tenantOf(route);
    if (!TENANTS.includes(tenant)) return route.notFound();
    const session = { sessionId: route.req.param('chat'), userId: 'visitor', project: tenant };
    const caller = propagation.extract(context.active(), { traceparent: route.req.header('traceparent') });
    const name = `${route.req.method} ${route.req.path.split('/').at(-1)}`;
    return agenticSession(session, () =>
      context.with(caller, () =>
        withSpan(name, {}, async () => {
          const own: Record<string, string> = {};
          propagation.inject(context.active(), own);
          await next();
          route.header('traceparent', own['traceparent']);
        }),
      ),
    );
  });

  app.get('/:tenant/chats/:chat/state', async (route) => route.json(await handleOf(route).query(state)));

  app.post('/:tenant/chats/:chat/questions', async (route) => {
    const { text } = await route.req.json<{ text: string }>();
    const question = { id: crypto.randomUUID(), text };
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    pages.set(question.id, writable);
    route.req.raw.signal.addEventListener('abort', () => pages.delete(question.id));
    await client.workflow.signalWithStart(chat, {
      workflowId: idOf(route),
      taskQueue: TASK_QUEUE,
      signal: ask,
      signalArgs: [question],
    });
    return route.body(readable, 200, { 'content-type': 'application/x-ndjson', 'x-question': question.id });
  });

  app.post('/:tenant/chats/:chat/decision', async (route) => {
    const { approved } = await route.req.json<{ approved: boolean }>();
    await handleOf(route).signal(decide, approved);
    return route.body(null, 204);
  });

  app.post('/:tenant/chats/:chat/votes', async (route) => {
    const { message, reference, up, at } = await route.req.json<Vote>();
    // It is signed, and names the chat that it was made in: a page cannot vote in another one's.
    if (readReference(reference).sessionId !== route.req.param('chat')) return route.text('of another chat', 403);
    await signal({
      kind: 'feedback',
      source: 'human',
      triggerName: 'vote',
      score: up ? 1 : 0,
      about: reference,
      key: `vote:${message}`,
      timestamp: new Date(at),
    });
    return route.body(null, 204);
  });

  app.post('/:tenant/chats/:chat/end', async (route) => {
    await handleOf(route).signal(close);
    return route.body(null, 204);
  });

  // From the worker: what goes to the page that waits for this answer, if there still is one.
  app.post('/answers/:question', async (route) => {
    const page = pages.get(route.req.param('question'));
    pages.delete(route.req.param('question'));
    if (page) await route.req.raw.body?.pipeTo(page).catch(() => {});
    return route.body(null, 204);
  });

  app.onError((error, route) => {
    if (error instanceof KeletError) return route.text(error.message, 400);
    if (error instanceof WorkflowNotFoundError) return route.text('there is no such chat', 404);
    console.error(error);
    return route.text('that went wrong', 500);
  });
  return app;
}

const tenantOf = (route: Context): string => route.req.param('tenant') ?? '';
const idOf = (route: Context): string => workflowIdOf(tenantOf(route), route.req.param('chat') ?? '');

/** Serves the page and its chats, until the process is told to end. */
async function main(): Promise<void> {
  const plugin = setUp('support-chat-web');
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const app = createApp(new Client({ connection, plugins: [plugin] }));
  const server = serve({ fetch: app.fetch, port: WEB_PORT, hostname: '127.0.0.1' }, ({ port }) => {
    console.log(`Open http://127.0.0.1:${port}/${TENANTS[0]}/ in a browser; Ctrl+C ends it.`);
  });
  const end = async () => {
    server.close();
    await flushAll({ timeoutMs: 5_000 });
    await connection.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
