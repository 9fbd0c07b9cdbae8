import { once } from 'node:events';
import { DEFAULT_PORT, DEFAULT_TEMPORAL, DEFAULT_TEMPORAL_UI, type OpenConsoleOptions, openConsole } from '../console';
import { DEFAULT_LIMITS } from '../limits';
import type { Store } from '../store/store';
import { type Options, webAddress, wholeNumber, wrong } from './args';
import { openInBrowser } from './browser';

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** Runs a console until the process is told to end. */
export async function serve(options: Options): Promise<void> {
  const console = await openConsole(consoleOptions(options)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? wrong(
          `The port ${options.port ?? DEFAULT_PORT} is in use: stop what listens there, or give another with --port.`,
        )
      : error;
  });
  process.stdout.write(`${welcome(console.url)}\n`);
  if (options.open) openInBrowser(console.url);
  tellOfEviction(console.store);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await console.close();
}

/** Says, once a minute at most, that sessions, or the oldest spans of one, had to leave. */
function tellOfEviction(store: Store): void {
  let told = 0;
  let at = Number.NEGATIVE_INFINITY;
  store.onChange(() => {
    const evicted = store.evicted();
    if (evicted === told || performance.now() - at < MINUTE_MS) return;
    told = evicted;
    at = performance.now();
    process.stderr.write(
      `What is oldest has left, ${evicted} times so far: --max-spans and --max-mb say how much is kept.\n`,
    );
  });
}

function consoleOptions(options: Options): OpenConsoleOptions {
  const { host = '127.0.0.1', db, namespace = 'default', temporal = DEFAULT_TEMPORAL } = options;
  const ui = options['temporal-ui'] ?? DEFAULT_TEMPORAL_UI;
  if (host === '') throw wrong('--host is an address, and not empty.');
  if (db === '') throw wrong('--db is the name of a file, and not empty.');
  return {
    port: wholeNumber('port', options.port, DEFAULT_PORT, 0, 65_535),
    host,
    db,
    allowOrigins: (options['allow-origin'] ?? []).map(originOf),
    maxSpans: wholeNumber('max-spans', options['max-spans'], DEFAULT_LIMITS.maxSpans, 1, 10_000_000),
    maxBytes: wholeNumber('max-mb', options['max-mb'], DEFAULT_LIMITS.maxBytes / MB, 1, 1500) * MB,
    temporal,
    temporalUi: ui === '' ? null : webAddress('temporal-ui', ui),
    namespace,
  };
}

/** As a browser writes it: without a path. */
function originOf(text: string): string {
  return new URL(webAddress('allow-origin', text)).origin;
}

function welcome(url: string): string {
  return [
    `kelet-console shows what arrives at ${url}`,
    '',
    'In the environment of your agent:',
    '',
    `  export KELET_API_URL=${url}`,
    '  export KELET_API_KEY=local',
    '  export KELET_PROJECT=my-agent',
    '',
    `For a coding agent, the MCP server is ${url}/mcp`,
  ].join('\n');
}
