export type {
  BatchProcessor,
  ExportResult,
  KeletExporterOptions,
  ResourceLike,
  SpanCounts,
  SpanProcessorLike,
  Telemetry,
  TelemetryOptions,
} from 'kelet-opentelemetry';
export { batchProcessor, KeletExporter, KeletSpanProcessor, setupTelemetry } from 'kelet-opentelemetry';
