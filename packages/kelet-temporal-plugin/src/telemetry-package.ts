import type * as Telemetry from 'kelet-opentelemetry/internal';

/** kelet-opentelemetry, loaded when first needed: it brings OpenTelemetry's SDK, which a process without spans can spare. */
export function telemetryPackage(): typeof Telemetry {
  return require('kelet-opentelemetry/internal');
}
