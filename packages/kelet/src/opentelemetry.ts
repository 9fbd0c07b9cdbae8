export type {
  BatchProcessor,
  ExportResult,
  FilteredSpan,
  KeletExporterOptions,
  Redact,
  ResourceLike,
  SpanAttributes,
  SpanCounts,
  SpanDropReason,
  SpanFilter,
  SpanProcessorLike,
  StampOptions,
  Telemetry,
  TelemetryOptions,
} from 'kelet-opentelemetry';
export { batchProcessor, inSession, KeletExporter, KeletSpanProcessor, setupTelemetry } from 'kelet-opentelemetry';
