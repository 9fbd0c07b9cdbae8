import { configure } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';
import { KeletPlugin } from 'kelet-temporal-plugin';

configure();

export const telemetry = setupTelemetry({ serviceName: 'spans' });

/** The plugins that the environment asks for, in that order: `bare` is none, `kelet` has no OpenTelemetry. */
export function plugins(): object[] {
  const options = JSON.parse(process.env['KELET_OPTIONS'] ?? '{}');
  if (process.env['OTEL_ORDER'] === 'bare') return [];
  if (process.env['OTEL_ORDER'] === 'kelet') return [new KeletPlugin({ includeOtelPlugin: false, ...options })];
  const kelet = new KeletPlugin({ otelPluginOptions: telemetry, ...options });
  const { OpenTelemetryPlugin } = require(process.env['OTEL_PACKAGE'] ?? '');
  const otel: object = new OpenTelemetryPlugin(telemetry);
  if (process.env['OTEL_ORDER'] === 'before') return [otel, kelet];
  if (process.env['OTEL_ORDER'] === 'after') return [kelet, otel];
  if (process.env['OTEL_ORDER'] === 'alone') return [otel];
  return [kelet];
}
