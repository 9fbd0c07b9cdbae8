import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { context, propagation, SpanStatusCode } from '@opentelemetry/api';
import { Client, Connection, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type Context, Hono } from 'hono';
import { agenticSession, flushAll, KeletError, readReference, signal, withSpan } from 'kelet';
import { z } from 'zod';
import { setUp, TASK_QUEUE, TEMPORAL_ADDRESS, TENANTS, WEB_PORT, workflowIdOf } from './kelet';
import { ask, chat, close, decide, state } from './workflows';

const PAGE = readFileSync(join(__dirname, '../page/index.html'), 'utf8');

/** What a page may send. */
const Asked = z.object({ text: z.string().trim().min(1).max(2000) });
const Decided = z.object({ question: z.uuid(), approved: z.boolean() });
const Voted = z.object({
  reference: z.string(),
  up: z.boolean(),
  // When the button was pressed. The newest vote counts, so that none may come from the future.
  at: z.iso.datetime().refine((at) => Date.parse(at) < Date.now() + 60_000, 'is in the future'),
});

/** The pages that wait for an answer, by the id of their question. */
type Pages = Map<string, WritableStream<Uint8Array>>;

/** For a query that no worker answers. */
const STATE_WITHIN_MS = 15_000;

function createApp(client: Client): Hono {
  const pages: Pages = new Map();
  const app = new Hono();
  const handleOf = (route: Context) => client.workflow.getHandle(idOf(route));

  app.get('/', (route) => route.redirect(`/${TENANTS[0]}/`));
  app.get('/:tenant/', (route) => (TENANTS.includes(tenantOf(route)) ? route.html(PAGE) : route.notFound()));

  // What a chat does belongs to its session, whichever request it is, and to one trace: the first answer names its
  // span, and the page gives it back with each request.
  app.use('/:tenant/chats/:chat/*', async (route, next) => {
    const tenant = tenantOf(route);
    if (!TENANTS.includes(tenant)) return route.notFound();
    const session = { sessionId: chatOf(route), userId: 'visitor', project: tenant };
    const caller = propagation.extract(context.active(), { traceparent: route.req.header('traceparent') });
    const name = `${route.req.method} ${route.req.path.split('/').at(-1)}`;
    return agenticSession(session, () =>
      context.with(caller, () =>
        withSpan(name, {}, async (span) => {
          const own: Record<string, string> = {};
          propagation.inject(context.active(), own);
          await next();
          // What a handler throws is an answer by now.
          if (route.error) span.setStatus({ code: SpanStatusCode.ERROR, message: route.error.message });
          route.header('traceparent', own['traceparent']);
        }),
      ),
    );
  });

  app.get('/:tenant/chats/:chat/state', async (route) =>
    route.json(await client.withDeadline(Date.now() + STATE_WITHIN_MS, () => handleOf(route).query(state))),
  );

  app.post('/:tenant/chats/:chat/questions', async (route) => {
    const question = { id: crypto.randomUUID(), ...Asked.parse(await route.req.json()) };
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    pages.set(question.id, writable);
    route.req.raw.signal.addEventListener('abort', () => pages.delete(question.id));
    try {
      await client.workflow.signalWithStart(chat, {
        workflowId: idOf(route),
        taskQueue: TASK_QUEUE,
        // A chat that was ended stays so.
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        signal: ask,
        signalArgs: [question],
      });
    } catch (error) {
      pages.delete(question.id);
      throw error;
    }
    return route.body(readable, 200, { 'content-type': 'application/x-ndjson', 'x-question': question.id });
  });

  app.post('/:tenant/chats/:chat/decision', async (route) => {
    await handleOf(route).signal(decide, Decided.parse(await route.req.json()));
    return route.body(null, 204);
  });

  app.post('/:tenant/chats/:chat/votes', async (route) => {
    const { reference, up, at } = Voted.parse(await route.req.json());
    // It is signed, and names what it was made for: a page cannot vote in the chat of another.
    const { sessionId, project, spanId } = readReference(reference);
    if (sessionId !== chatOf(route) || project !== tenantOf(route)) return route.text('of another chat', 403);
    await signal({
      kind: 'feedback',
      source: 'human',
      triggerName: 'vote',
      score: up ? 1 : 0,
      about: reference,
      key: `vote:${spanId}`,
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
    if (error instanceof KeletError || error instanceof z.ZodError || error instanceof SyntaxError)
      return route.text(error.message, 400);
    if (error instanceof WorkflowNotFoundError) return route.text('There is no such chat, or it was ended.', 404);
    if (error instanceof WorkflowExecutionAlreadyStartedError) return route.text('This chat was ended.', 409);
    console.error(error);
    return route.text('That went wrong. Try it again.', 500);
  });
  return app;
}

const tenantOf = (route: Context): string => route.req.param('tenant') ?? '';
const chatOf = (route: Context): string => route.req.param('chat') ?? '';
const idOf = (route: Context): string => workflowIdOf(tenantOf(route), chatOf(route));

/** Serves the page and its chats, until the process is told to end. */
async function main(): Promise<void> {
  const plugin = setUp('support-chat-web');
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  const app = createApp(new Client({ connection, plugins: [plugin] }));
  const server = serve({ fetch: app.fetch, port: WEB_PORT, hostname: '127.0.0.1' }, ({ port }) => {
    console.log(`Open http://127.0.0.1:${port}/${TENANTS[0]}/ in a browser; Ctrl+C ends it.`);
  });
  server.once('error', (error) => {
    console.error(`Nothing is served: ${error.message}. WEB_PORT names another port.`);
    process.exit(1);
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
