import { consoleApp } from './http/app';
import { DEFAULT_LIMITS } from './limits';
import { mcpHandler } from './mcp/handler';
import { listen } from './receive/listen';
import type { Limits } from './store/evict';
import { openStore, type Store } from './store/store';
import { version } from './version';

export const DEFAULT_PORT = 4390;
export const DEFAULT_TEMPORAL = 'localhost:7233';
export const DEFAULT_TEMPORAL_UI = 'http://localhost:8233';

export interface OpenConsoleOptions extends Partial<Limits> {
  readonly port?: number;
  readonly host?: string;
  /** Absent for memory. */
  readonly db?: string | undefined;
  readonly allowOrigins?: readonly string[];
  /** `host:port` of the server whose histories MCP may ask for. */
  readonly temporal?: string;
  /** For links to workflows; null for none. */
  readonly temporalUi?: string | null;
  readonly namespace?: string;
}

export interface OpenConsole {
  /** Without a path. */
  readonly url: string;
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Opens the store and listens.
 *
 * @throws KeletError INVALID_CONFIG where the file cannot be used, and Node's error where the port cannot, as rejections
 */
export async function openConsole(options: OpenConsoleOptions): Promise<OpenConsole> {
  const { port = DEFAULT_PORT, host = '127.0.0.1', db, allowOrigins = [], namespace = 'default' } = options;
  const { maxSpans = DEFAULT_LIMITS.maxSpans, maxBytes = DEFAULT_LIMITS.maxBytes } = options;
  const { temporal = DEFAULT_TEMPORAL, temporalUi = DEFAULT_TEMPORAL_UI } = options;
  const store = openStore({ file: db, maxSpans, maxBytes });
  let url = '';
  const info = () => ({ version: version(), url, temporalUi, namespace, evicted: store.evicted() });
  const app = consoleApp({ store, info, mcp: mcpHandler(store, { address: temporal, namespace }), host, allowOrigins });
  try {
    const listening = await listen(app, host, port);
    // A user types `localhost`: what a page keeps there is not what it keeps at 127.0.0.1.
    url = host === '127.0.0.1' ? listening.url.replace(host, 'localhost') : listening.url;
    return {
      url,
      store,
      async close() {
        await listening.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
