import { aBoolean, MAX_TIMER_MS, type OptionRules, read } from 'kelet-core/internal';
import { INTERCEPTOR_RULES } from 'kelet-temporal-interceptors/internal';
import type { KeletPluginOptions } from './options';
import { OTEL_VERSIONS } from './otel-package';

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

export const PLUGIN_RULES: OptionRules<KeletPluginOptions> = {
  ...INTERCEPTOR_RULES,
  includeOtelPlugin: aBoolean,
  includeTracerProvider: aBoolean,
  flushTimeoutMs: {
    fits: (value) => typeof value === 'number' && value >= 0 && value <= MAX_TIMER_MS,
    wanted: `a number of milliseconds, at most ${MAX_TIMER_MS}`,
  },
  otelVersion: {
    fits: (value) => OTEL_VERSIONS.some((version) => version === value),
    wanted: OTEL_VERSIONS.map((version) => `'${version}'`).join(' or '),
  },
  otelPluginOptions: {
    fits: (value) =>
      isObject(read(value, 'resource')) && typeof read(read(value, 'spanProcessor'), 'onEnd') === 'function',
    wanted:
      'an object with a resource and a spanProcessor, as setupTelemetry() returns them, or left out to use what it has set up',
  },
};
