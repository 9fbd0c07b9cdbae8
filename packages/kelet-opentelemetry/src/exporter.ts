import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { getSettings, type Settings, warnOnce } from 'kelet-core/internal';
import { asSdk2Span } from './readable-span';

/** As OpenTelemetry's ExportResult: 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}

const SUCCESS = 0;

export interface KeletExporterOptions {
  /** How long one export may take, retries included, in milliseconds. Default: 10 000. */
  readonly timeoutMs?: number;
}

/**
 * Exports spans of OpenTelemetry's SDK 1.x and 2.x to the Kelet API: OTLP over HTTP, protobuf, gzip, with
 * the retries of OpenTelemetry's own exporter. Where to and with which key is what `configure()` was last
 * told; before that, or without a key, spans are dropped with one warning.
 */
export class KeletExporter {
  private current?: { readonly settings: Settings; readonly exporter: OTLPTraceExporter };

  constructor(private readonly options: KeletExporterOptions = {}) {}

  // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
  export(spans: any[], done: (result: ExportResult) => void): void {
    const exporter = this.exporter();
    if (exporter === undefined) {
      warnOnce('spans:not-configured', 'Spans are dropped: configure() has no API key or no project.');
      done({ code: SUCCESS });
      return;
    }
    exporter.export(
      spans.map((span: ReadableSpan) => asSdk2Span(span)),
      done,
    );
  }

  async forceFlush(): Promise<void> {
    await this.current?.exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.current?.exporter.shutdown();
  }

  private exporter(): OTLPTraceExporter | undefined {
    const settings = getSettings();
    if (settings?.credentials === undefined) return undefined;
    if (this.current?.settings !== settings) {
      this.current = { settings, exporter: otlpExporter(settings, settings.credentials, this.options) };
    }
    return this.current.exporter;
  }
}

function otlpExporter(
  { apiUrl }: Settings,
  { apiKey, project }: NonNullable<Settings['credentials']>,
  { timeoutMs = 10_000 }: KeletExporterOptions,
): OTLPTraceExporter {
  return withoutForeignHeaders(
    () =>
      new OTLPTraceExporter({
        url: `${apiUrl}/api/traces`,
        headers: { Authorization: apiKey, 'X-Kelet-Project': project },
        compression: CompressionAlgorithm.GZIP,
        timeoutMillis: timeoutMs,
      }),
  );
}

const HEADER_VARIABLES = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];

/**
 * OpenTelemetry's exporter adds the headers in these variables to its own as it is made. They belong to
 * another backend, and are often its key, which must not reach this one.
 */
function withoutForeignHeaders<T>(make: () => T): T {
  const set = HEADER_VARIABLES.flatMap((name) => {
    const value = process.env[name];
    delete process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    return make();
  } finally {
    for (const [name, value] of set) process.env[name] = value;
  }
}
