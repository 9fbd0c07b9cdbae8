import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { getSettings, type Settings, warnEachMinute, warnOnce } from 'kelet-core/internal';
import { asSdk2Span } from './readable-span';

/** As OpenTelemetry's ExportResult: 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}

const SUCCESS = 0;

/**
 * A flush exports all batches of a full queue at once, and OpenTelemetry's exporter fails those over its limit, which
 * is 30: this is more than a queue has.
 */
const CONCURRENCY_LIMIT = 64;

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
  /** Spans by what became of them, so far. */
  readonly counts = { exported: 0, failed: 0, notConfigured: 0 };
  private current?: { readonly settings: Settings; readonly exporter: OTLPTraceExporter };

  constructor(private readonly options: KeletExporterOptions = {}) {}

  // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
  export(spans: any[], done: (result: ExportResult) => void): void {
    const exporter = this.exporter();
    if (exporter === undefined) {
      warnOnce('spans:not-configured', 'Spans are dropped: configure() has no API key or no project.');
      this.counts.notConfigured += spans.length;
      done({ code: SUCCESS });
      return;
    }
    exporter.export(
      spans.map((span: ReadableSpan) => asSdk2Span(span)),
      (result) => {
        this.counts[result.code === SUCCESS ? 'exported' : 'failed'] += spans.length;
        if (result.code !== SUCCESS) warnOfLoss(result.error);
        done(result);
      },
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

function warnOfLoss(error: Error | undefined): void {
  const cause = error?.message ?? 'the export failed';
  warnEachMinute(`spans:failed:${cause}`, `Spans were lost, which is not said again for a minute: ${cause}.`);
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
        concurrencyLimit: CONCURRENCY_LIMIT,
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
