export type {
  BatchProcessor,
  ExportResult,
  KeletExporterOptions,
  ResourceLike,
  SpanAttributes,
  SpanCounts,
  SpanProcessorLike,
  StampOptions,
  Telemetry,
  TelemetryOptions,
} from 'kelet-opentelemetry';
export { batchProcessor, KeletExporter, KeletSpanProcessor, setupTelemetry } from 'kelet-opentelemetry';
