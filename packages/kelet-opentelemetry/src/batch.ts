import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { KeletError } from 'kelet-core';
import { read, showNoText, slot, warnEachMinute, warnOnce } from 'kelet-core/internal';
import { type ExportResult, KeletExporter } from './exporter';
import type { SpanCounts } from './span-counts';
import type { SpanProcessorLike } from './span-processor-like';

/** How many spans wait at most; further ones are dropped and counted. */
export const MAX_QUEUE_SIZE = 16_384;
/** How many spans one request has at most. */
export const MAX_BATCH_SIZE = 512;
/** How long a span waits for others, at most. */
const DELAY_MS = 5_000;
/** When OpenTelemetry gives an export up; the exporter does so earlier, by its own time. */
const EXPORT_TIMEOUT_MS = 30_000;

/** Sends spans to the Kelet API in batches, and counts them. */
export interface BatchProcessor extends SpanProcessorLike {
  /** A copy of the counts so far. */
  counts(): SpanCounts;
}

const SAMPLED = 1;

/**
 * Sends spans to the Kelet API in batches, with OpenTelemetry's own BatchSpanProcessor. That drops what its queue does not
 * take and tells nobody, so this one keeps the same bound ahead of that queue: each loss is counted, and warned of once a
 * minute. `forceFlush()` waits for exports that are under way, too; `flushAll()` calls it. Neither `forceFlush()` nor
 * `shutdown()` rejects.
 *
 * @throws KeletError INVALID_CONFIG where `exporter` is not a KeletExporter
 */
export function batchProcessor(exporter: KeletExporter = new KeletExporter()): BatchProcessor {
  if (!isExporter(exporter)) {
    const message = `batchProcessor() takes a KeletExporter, and got ${showNoText(exporter)}.`;
    throw new KeletError('INVALID_CONFIG', message);
  }
  let waiting = 0;
  let queueFull = 0;
  let late = 0;
  let closed = false;

  const counting = {
    // biome-ignore lint/suspicious/noExplicitAny: span types differ between the SDK's majors; both must fit
    export(spans: any[], done: (result: ExportResult) => void): void {
      waiting -= spans.length;
      exporter.export(spans, done);
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
  const inner = new BatchSpanProcessor(counting as never, {
    maxQueueSize: MAX_QUEUE_SIZE,
    maxExportBatchSize: MAX_BATCH_SIZE,
    // Otherwise OTEL_BSP_* would decide, which the user has set for another backend.
    scheduledDelayMillis: DELAY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });

  const flush = () => processor.forceFlush();
  const processor: BatchProcessor = {
    onStart() {},
    onEnd(span: { spanContext(): { readonly traceFlags: number } }) {
      if ((span.spanContext().traceFlags & SAMPLED) === 0) return;
      if (closed) {
        late++;
        warnOnce('spans:shutdown', 'Spans that end after their processor was shut down are dropped.');
        return;
      }
      if (waiting >= MAX_QUEUE_SIZE) {
        queueFull++;
        warnEachMinute('spans:queue-full', `Spans are dropped: ${MAX_QUEUE_SIZE} wait already to be sent.`);
        return;
      }
      waiting++;
      inner.onEnd(span as never);
    },
    // An export that fails was counted and logged already, and is no failure of the program that flushes.
    async forceFlush() {
      await inner.forceFlush().catch(() => {});
      // What is under way in the exporter, of which the processor above may know no more.
      await exporter.forceFlush();
    },
    async shutdown() {
      closed = true;
      await inner.shutdown().catch(() => {});
      await exporter.forceFlush();
      spanFlushes().delete(flush);
    },
    counts() {
      const { dropped, ...counts } = exporter.counts();
      return { ...counts, dropped: { ...dropped, queueFull, shutdown: late } };
    },
  };
  batches.add(processor);
  spanFlushes().add(flush);
  return processor;
}

const batches = new WeakSet<object>();

/** For `flushAll()`. */
function spanFlushes(): Set<() => Promise<void>> {
  const current = slot();
  current.spanFlushes ??= new Set();
  return current.spanFlushes;
}

/** Whether `batchProcessor()` made this processor, so that its spans go to Kelet. */
export const isBatch = (processor: object): boolean => batches.has(processor);

function isExporter(value: unknown): boolean {
  return ['export', 'counts', 'forceFlush'].every((name) => typeof read(value, name) === 'function');
}
