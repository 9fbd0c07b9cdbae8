import { Hono } from 'hono';
import { type Env, refuse } from '../receive/answer';
import { readBody } from '../receive/body';
import { Refusal } from '../receive/refusal';
import type { SessionQuery } from '../store/read-sessions';
import type { Store } from '../store/store';
import { exportSession } from '../transfer/export';
import { importSessions } from '../transfer/import';
import { type InfoView, SESSION_STATES } from '../views';

const MAX_LISTED = 1000;
/** A file of a session is larger than a request of an exporter. */
const MAX_IMPORT_BYTES = 256 * 1024 * 1024;

/** What the page and the commands read, as JSON, below `/api/console`. */
export function viewRoutes(store: Store, info: () => InfoView): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/info', (c) => c.json(info()));
  app.get('/sessions', (c) => c.json(store.sessions(queryOf((name) => c.req.query(name)))));
  // By a parameter: a client takes an id of `.` or `..` out of a path, escaped or not.
  app.get('/session', (c) => {
    const id = c.req.query('id') ?? '';
    return c.json(found(store.session(id), `session '${id}'`));
  });
  app.get('/export', (c) => {
    const id = c.req.query('id') ?? '';
    const document = found(exportSession(store, id), `session '${id}'`);
    c.header('content-disposition', 'attachment; filename="session.json"');
    return c.json(document);
  });
  app.get('/spans/:traceId/:spanId', (c) =>
    c.json(found(store.span(c.req.param('traceId'), c.req.param('spanId')), 'such span')),
  );
  app.get('/signals', (c) => c.json(store.signals(countOf(c.req.query('limit'), MAX_LISTED))));
  app.get('/doctor', (c) => c.json({ findings: store.findings() }));
  app.post('/import', async (c) => c.json(importSessions(store, await readBody(c.env.incoming, MAX_IMPORT_BYTES))));
  app.onError((error, c) => refuse(c, error));
  return app;
}

function queryOf(param: (name: string) => string | undefined): SessionQuery {
  const given = param('state') ?? 'all';
  const state = SESSION_STATES.find((one) => one === given);
  if (state === undefined) throw new Refusal(400, `state is one of ${SESSION_STATES.join(', ')}`);
  return {
    q: param('q') ?? '',
    state,
    limit: countOf(param('limit'), MAX_LISTED),
    offset: countOf(param('offset'), Number.MAX_SAFE_INTEGER, 0),
  };
}

/** @throws Refusal where a text is no whole number from 0 on */
function countOf(text: string | undefined, most: number, otherwise = most): number {
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, 'limit and offset are whole numbers');
  return Math.min(Number(text), most);
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Refusal(404, `this console has no ${what}`);
  return value;
}
