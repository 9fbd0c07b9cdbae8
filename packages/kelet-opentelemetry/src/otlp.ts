import { Agent as HttpAgent, globalAgent as httpAgent } from 'node:http';
import { Agent as HttpsAgent, globalAgent as httpsAgent } from 'node:https';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import type { Destination } from 'kelet-core/internal';

/**
 * A flush exports all batches of a full queue at once, and OpenTelemetry's exporter fails the batches over its limit,
 * which is 30 by default. A full queue has fewer batches than this limit.
 */
const CONCURRENCY_LIMIT = 64;

export interface OtlpExporter {
  readonly exporter: OTLPTraceExporter;
  /** Ends the connections, since the exporter itself cannot give up an answer that does not end. */
  cut(): void;
}

/** OpenTelemetry's own exporter, towards the Kelet API. */
export function otlpExporter({ apiUrl, apiKey, project }: Destination, timeoutMs: number): OtlpExporter {
  let agent: HttpAgent | undefined;
  const exporter = withoutForeignSettings(
    () =>
      new OTLPTraceExporter({
        url: `${apiUrl}/api/traces`,
        headers: { Authorization: apiKey, 'X-Kelet-Project': project },
        compression: CompressionAlgorithm.GZIP,
        timeoutMillis: timeoutMs,
        concurrencyLimit: CONCURRENCY_LIMIT,
        httpAgentOptions(protocol) {
          agent ??= agentFor(protocol);
          return agent;
        },
      }),
  );
  return { exporter, cut: () => agent?.destroy() };
}

/**
 * An agent that connects like Node's own agent, and like the fetch() that sends the signals: through the proxies of the
 * environment where Node was told so (NODE_USE_ENV_PROXY=1, from Node 24.5 on), and directly elsewhere. OpenTelemetry's
 * agent takes no proxy, and trusts the certificates of OTEL_EXPORTER_OTLP_CERTIFICATE, which are another backend's.
 */
function agentFor(protocol: string): HttpAgent {
  return protocol === 'https:'
    ? new HttpsAgent({ keepAlive: true, ...proxyOf(httpsAgent) })
    : new HttpAgent({ keepAlive: true, ...proxyOf(httpAgent) });
}

function proxyOf(agent: HttpAgent): object {
  const { proxyEnv } = (agent as { readonly options?: { readonly proxyEnv?: object } }).options ?? {};
  return proxyEnv === undefined ? {} : { proxyEnv };
}

const FOREIGN = /^OTEL_EXPORTER_OTLP_/;

/**
 * Hides environment variables that OpenTelemetry's exporter reads as it is made: headers, certificates, client keys,
 * compression and limits. These settings belong to another backend, and some are secrets that must not reach Kelet.
 */
function withoutForeignSettings<T>(make: () => T): T {
  const set = Object.entries(process.env).filter(([name]) => FOREIGN.test(name));
  for (const [name] of set) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of set) process.env[name] = value;
  }
}
