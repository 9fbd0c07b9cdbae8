import type { Store } from '../store/store';
import type * as Server from './server';
import type { TemporalServer } from './server';

/**
 * Answers requests to `/mcp`. What the Model Context Protocol needs is loaded at the first one: most consoles are never
 * asked, and start sooner without it.
 */
export function mcpHandler(store: Store, temporal: TemporalServer): (request: Request) => Promise<Response> {
  let fetch: ((request: Request) => Promise<Response>) | undefined;
  return (request) => {
    fetch ??= (require('./server') as typeof Server).mcpFetch(store, temporal);
    return fetch(request);
  };
}
