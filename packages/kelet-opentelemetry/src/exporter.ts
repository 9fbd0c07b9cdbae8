import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { getSettings, MAX_TIMER_MS, type Settings, warnEachMinute, warnOnce } from 'kelet-core/internal';
import { exportFailure, TOO_LATE } from './export-failure';
import { type OtlpExporter, otlpExporter } from './otlp';
import { asSdk2Span } from './readable-span';

/** As OpenTelemetry's ExportResult: 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: 0 | 1;
  readonly error?: Error;
}

const SUCCESS = 0;

/** How much longer an export may take than it was given, before it counts as lost: OpenTelemetry's limit comes first. */
const GRACE_MS = 1_000;

type LoggedError = Error & { readonly logKey: string };

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
  private current?: { readonly settings: Settings; readonly otlp: OtlpExporter } | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private readonly timeoutMs: number;

  constructor({ timeoutMs = 10_000 }: KeletExporterOptions = {}) {
    this.timeoutMs = timeoutMs;
  }

  // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
  export(spans: any[], done: (result: ExportResult) => void): void {
    const otlp = this.otlp();
    if (otlp === undefined) {
      warnOnce('spans:not-configured', 'Spans are dropped: configure() has no API key or no project.');
      this.counts.notConfigured += spans.length;
      done({ code: SUCCESS });
      return;
    }
    const ended = this.send(otlp, spans).then((failure) => {
      this.underWay.delete(ended);
      this.counts[failure === undefined ? 'exported' : 'failed'] += spans.length;
      if (failure !== undefined) warnOfLoss(failure);
      done(failure === undefined ? { code: SUCCESS } : { code: 1, error: failure });
    });
    this.underWay.add(ended);
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.underWay);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.current?.otlp.exporter.shutdown();
  }

  /**
   * Never rejects. OpenTelemetry's exporter measures the time for its retries by the time of day, which may be put back,
   * and that for an answer by the silence in it, so that one which trickles in never ends: the timer here does.
   */
  private send(otlp: OtlpExporter, spans: ReadableSpan[]): Promise<LoggedError | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          otlp.cut();
          if (this.current?.otlp === otlp) this.current = undefined;
          resolve(Object.assign(new Error(TOO_LATE), { logKey: TOO_LATE }));
        },
        Math.min(this.timeoutMs + GRACE_MS, MAX_TIMER_MS),
      );
      otlp.exporter.export(spans.map(asSdk2Span), ({ code, error }) => {
        clearTimeout(timer);
        resolve(code === SUCCESS ? undefined : exportFailure(error));
      });
    });
  }

  private otlp(): OtlpExporter | undefined {
    const settings = getSettings();
    if (settings?.credentials === undefined) return undefined;
    if (this.current?.settings !== settings) {
      this.current = { settings, otlp: otlpExporter(settings, settings.credentials, this.timeoutMs) };
    }
    return this.current.otlp;
  }
}

function warnOfLoss({ message, logKey }: LoggedError): void {
  const cause = message.endsWith('.') ? message : `${message}.`;
  warnEachMinute(`spans:failed:${logKey}`, `Spans were lost, which is not said again for a minute: ${cause}`);
}
