import type { Store } from '../store/store';

/**
 * Answers requests to `/mcp`. What the Model Context Protocol needs is loaded at the first one: most consoles are never
 * asked, and start sooner without it.
 */
export function mcpHandler(store: Store): (request: Request) => Promise<Response> {
  let fetch: ((request: Request) => Promise<Response>) | undefined;
  return async (request) => {
    if (fetch === undefined) {
      const { createMcpHandler } = await import('@modelcontextprotocol/server');
      const { mcpServer } = await import('./server');
      ({ fetch } = createMcpHandler(() => mcpServer(store)));
    }
    return fetch(request);
  };
}
