import type { Store } from '../store/store';
import type * as Server from './server';

/**
 * Answers requests to `/mcp`. What the Model Context Protocol needs is loaded at the first one: most consoles are never
 * asked, and start sooner without it.
 */
export function mcpHandler(store: Store): (request: Request) => Promise<Response> {
  let fetch: ((request: Request) => Promise<Response>) | undefined;
  return (request) => {
    fetch ??= (require('./server') as typeof Server).mcpFetch(store);
    return fetch(request);
  };
}
