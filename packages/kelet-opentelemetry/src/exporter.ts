import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { untraced } from 'kelet-core/host';
import {
  checkOptions,
  type Destination,
  getSettings,
  keptFor,
  MAX_TIMER_MS,
  type OptionRules,
} from 'kelet-core/internal';
import { exportFailure, TOO_LATE } from './export-failure';
import { type OtlpExporter, otlpExporter } from './otlp';
import { prepared } from './prepared-span';
import { forgetExported } from './shared-spans';
import type { SpanCounts } from './span-counts';
import { type LoggedError, Unsendable, unsendable, warnOfLoss } from './span-loss';

/** OpenTelemetry's ExportResult, by its shape. */
export interface ExportResult {
  /** 0: no request failed. 1: at least one request failed, and its spans are lost. */
  readonly code: 0 | 1;
  /** Why, where `code` is 1. */
  readonly error?: Error;
}

const SUCCESS = 0;

/** How far an export may exceed its time before it counts as lost, so that OpenTelemetry's own limit acts first. */
const GRACE_MS = 1_000;

/** Spans that go to one destination together. */
interface Batch {
  readonly destination: Destination;
  readonly going: ReadableSpan[];
}

/** How long the next spans wait for those of many projects, of which one may hang. */
const PATIENCE_MS = 500;

/** No failure yet: what comes of it is counted and logged. */
function late(): Promise<ExportResult> {
  return new Promise((resolve) => setTimeout(() => resolve({ code: SUCCESS }), PATIENCE_MS).unref());
}

/** What `KeletExporter` takes. */
export interface KeletExporterOptions {
  /** How long one export may take, retries included, in milliseconds. Default: 10 000. */
  readonly timeoutMs?: number;
}

const OPTION_RULES: OptionRules<KeletExporterOptions> = {
  timeoutMs: {
    fits: (value) => typeof value === 'number' && value > 0 && value <= MAX_TIMER_MS,
    wanted: `a number of milliseconds above 0, and at most ${MAX_TIMER_MS}`,
  },
};

/**
 * Exports spans of OpenTelemetry's SDK 1.x and 2.x to the Kelet API: OTLP over HTTP, protobuf, gzip, with the retries
 * of OpenTelemetry's own exporter. The address and the key are those that `configure()` had set when the span ended in
 * a KeletSpanProcessor; for other spans, those of the latest `configure()`. Without a key or a project, spans are
 * dropped with one warning.
 *
 * Each span goes from a process once, known by its trace id, its span id and its end, however many exporters get it. A
 * span that was lost may be exported again. Never throws.
 */
export class KeletExporter {
  private readonly tally = { sent: 0, failed: 0, notConfigured: 0, unknownProject: 0, filtered: 0, duplicate: 0 };
  /** OpenTelemetry's exporters, by their destinations. */
  private readonly exporters = new Map<string, OtlpExporter>();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly timeoutMs: number;

  /** @throws KeletError INVALID_CONFIG where an option is unknown or wrong */
  constructor(options: KeletExporterOptions = {}) {
    checkOptions('new KeletExporter()', options, OPTION_RULES);
    this.timeoutMs = options.timeoutMs ?? 10_000;
  }

  /**
   * Called by a span processor, with finished spans. Calls `done` once, when each was sent or lost; in a process that sends
   * to more than one project, after half a second in any case.
   */
  // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
  export(spans: any[], done: (result: ExportResult) => void): void {
    const sending = [...this.byDestination(spans)].map(([where, { destination, going }]) =>
      this.send(this.otlp(where, destination), going),
    );
    const answered = Promise.all(sending).then((failures): ExportResult => {
      const error = failures.find((failure) => failure !== undefined);
      return error === undefined ? { code: SUCCESS } : { code: 1, error };
    });
    const ended: Promise<unknown> = answered.then(() => this.underWay.delete(ended));
    this.underWay.add(ended);
    // One that hangs must not hold up the spans of others, which the span processor hands over one batch after the other.
    const patient =
      getSettings()?.projects !== undefined || this.exporters.size > 1 ? Promise.race([answered, late()]) : answered;
    patient.then(done);
  }

  /** Waits until each export that is under way has ended. Never rejects. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Waits for the exports that are under way, then shuts OpenTelemetry's exporters down. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
    await Promise.all([...this.exporters.values()].map(closed));
  }

  /** A copy of the counts of this exporter, which has no queue. */
  counts(): SpanCounts {
    const { sent, duplicate, ...dropped } = this.tally;
    return { sent, duplicate, dropped: { ...dropped, queueFull: 0, shutdown: 0 } };
  }

  /** The spans that go to Kelet; those of two keys never go together. */
  private byDestination(spans: readonly ReadableSpan[]): Map<string, Batch> {
    const batches = new Map<string, Batch>();
    for (const given of spans) {
      const outcome = prepared(given);
      if (typeof outcome === 'string') {
        this.tally[outcome]++;
        continue;
      }
      const { destination, span } = outcome;
      const where = JSON.stringify(destination);
      const batch = batches.get(where) ?? { destination, going: [] };
      batch.going.push(span);
      batches.set(where, batch);
    }
    return batches;
  }

  /** Never rejects. Spans that cannot be sent together are tried in halves, so that a broken span is lost alone. */
  private async send(otlp: OtlpExporter, spans: readonly ReadableSpan[]): Promise<LoggedError | undefined> {
    const failure = await this.request(otlp, spans).catch(unsendable);
    if (failure instanceof Unsendable && spans.length > 1) {
      const half = Math.ceil(spans.length / 2);
      // One after the other: OpenTelemetry's exporter takes few at once.
      const first = await this.send(otlp, spans.slice(0, half));
      return (await this.send(otlp, spans.slice(half))) ?? first;
    }
    this.tally[failure === undefined ? 'sent' : 'failed'] += spans.length;
    if (failure === undefined) return undefined;
    warnOfLoss(failure);
    for (const span of spans) forgetExported(span);
    return failure;
  }

  /**
   * Rejects only with what OpenTelemetry's exporter throws. The timer here bounds what that exporter does not bound: it
   * measures retries by the time of day, which may be put back, and an answer by its silences, so that an answer which
   * trickles in never ends.
   */
  private request(otlp: OtlpExporter, spans: readonly ReadableSpan[]): Promise<LoggedError | undefined> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          otlp.cut();
          for (const [where, one] of this.exporters) if (one === otlp) this.exporters.delete(where);
          resolve(Object.assign(new Error(TOO_LATE), { logKey: TOO_LATE }));
        },
        Math.min(this.timeoutMs + GRACE_MS, MAX_TIMER_MS),
      );
      try {
        // Otherwise an instrumentation of HTTP would make a span of each export, and so another export.
        untraced(() =>
          otlp.exporter.export([...spans], ({ code, error }) => {
            clearTimeout(timer);
            resolve(code === SUCCESS ? undefined : exportFailure(error));
          }),
        );
      } catch (error) {
        clearTimeout(timer);
        reject(error);
      }
    });
  }

  private otlp(where: string, destination: Destination): OtlpExporter {
    const make = () => otlpExporter(destination, this.timeoutMs);
    // What is under way goes on. A failure of it is counted and logged there.
    return keptFor(where, this.exporters, make, (forgotten) => void closed(forgotten).catch(() => {}));
  }
}

/** Ends an exporter when what is under way has ended, and then its connections, which would stay open. */
async function closed({ exporter, cut }: OtlpExporter): Promise<void> {
  await exporter.shutdown();
  cut();
}
