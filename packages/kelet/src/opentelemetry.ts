export type {
  ExportResult,
  KeletExporterOptions,
  ResourceLike,
  SpanProcessorLike,
  Telemetry,
  TelemetryOptions,
} from 'kelet-opentelemetry';
export { KeletExporter, KeletSpanProcessor, setupTelemetry } from 'kelet-opentelemetry';
