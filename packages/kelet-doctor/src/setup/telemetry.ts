import { existingSlot, read, spanProcessorsOf, tracerProvider } from 'kelet-core/internal';
import { OTEL_PLUGIN_NAME, telemetryPackage } from 'kelet-temporal-plugin/internal';
import { type Finding, finding } from '../findings/finding';
import type { Part } from './parts';

const AGAIN = 'telemetry:again:';

/** Whether spans go anywhere, and whether what was set up is still what is in use. */
export function checkTelemetry(parts: readonly Part[]): Finding[] {
  return [...missing(parts), ...late(), ...again()];
}

function missing(parts: readonly Part[]): Finding[] {
  if (existingSlot()?.telemetry !== undefined || tracerProvider() !== undefined) return [];
  const homeless = parts.filter(({ keletOptions, plugins }) => {
    // Somebody's own OpenTelemetryPlugin knows where its spans go.
    if (keletOptions === undefined || plugins.some((plugin) => read(plugin, 'name') === OTEL_PLUGIN_NAME)) return false;
    return keletOptions.includeOtelPlugin !== false && keletOptions.otelPluginOptions === undefined;
  });
  if (homeless.length === 0) return [];
  const where = ['setupTelemetry() was not called, there is no tracer provider, and no otelPluginOptions'];
  return [finding('telemetryMissing', [...where, ...homeless.map(({ name }) => name)])];
}

function late(): Finding[] {
  const current = existingSlot();
  if (current?.warned.has('telemetry:late-provider')) {
    return [finding('telemetryLate', ["a tracer provider was registered after Kelet's, and OpenTelemetry refused it"])];
  }
  const { telemetry } = current ?? {};
  const provider = tracerProvider();
  if (telemetry === undefined || provider === undefined || isElsewhere(telemetry)) return [];
  const processors = spanProcessorsOf<never>(provider);
  // One that shows none is watched, or has a tracer beside it.
  if (processors === undefined) return [];
  const { goesToKelet, innermost } = telemetryPackage();
  const own = innermost(telemetry.spanProcessor as never);
  if (processors.some((one) => innermost(one) === own || goesToKelet(one))) return [];
  return [finding('telemetryLate', ['the tracer provider of the process is not the one that Kelet had joined'])];
}

/** Where the user has named another provider than the global one, or Kelet makes the spans by itself. */
function isElsewhere(telemetry: object): boolean {
  return read(read(telemetry, 'options'), 'tracerProvider') !== undefined || read(telemetry, 'tracer') !== undefined;
}

function again(): Finding[] {
  const keys = [...(existingSlot()?.warned.keys() ?? [])].filter((key) => key.startsWith(AGAIN));
  if (keys.length === 0) return [];
  return [
    finding(
      'telemetryTwice',
      keys.map((key) => `another ${key.slice(AGAIN.length).replaceAll(',', ', ')}`),
    ),
  ];
}
