export type { BatchProcessor, SpanCounts } from './batch';
export { batchProcessor } from './batch';
export type { ExportResult, KeletExporterOptions } from './exporter';
export { KeletExporter } from './exporter';
export type { SpanAttributes, StampOptions } from './finished-span';
export type { ResourceLike, Telemetry, TelemetryOptions } from './setup';
export { setupTelemetry } from './setup';
export { KeletSpanProcessor } from './span-processor';
export type { SpanProcessorLike } from './span-processor-like';
