import type * as Telemetry from 'kelet-opentelemetry/internal';

/** kelet-opentelemetry, loaded when first needed, since a process without spans can do without OpenTelemetry's SDK. */
export function telemetryPackage(): typeof Telemetry {
  return require('kelet-opentelemetry/internal');
}
