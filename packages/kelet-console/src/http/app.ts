import { Hono } from 'hono';
import { type Env, refuse } from '../receive/answer';
import { intake } from '../receive/intake';
import { Refusal } from '../receive/refusal';
import type { Store } from '../store/store';
import type { InfoView } from '../views';
import { events } from './events';
import { type GuardOptions, guard } from './guard';
import { page } from './page';
import { viewRoutes } from './view-routes';

export interface AppOptions extends GuardOptions {
  readonly store: Store;
  readonly info: () => InfoView;
  /** Serves `/mcp`. */
  readonly mcp: (request: Request) => Promise<Response>;
}

/** All that a console answers. */
export function consoleApp({ store, info, mcp, ...whom }: AppOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.use(guard(whom));
  app.get('/api/console/events', (c) => events(c, store));
  app.route('/api/console', viewRoutes(store, info));
  app.all('/mcp', (c) => mcp(c.req.raw));
  app.route('/', page());
  app.route('/', intake(store));
  app.onError((error, c) => refuse(c, error));
  app.notFound((c) => refuse(c, new Refusal(404, `nothing is at ${c.req.path}`)));
  return app;
}
