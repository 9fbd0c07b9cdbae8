import { MAX_TIMER_MS, namesOf, showNoText, wrongOptions } from 'kelet-core/internal';
import { type InterceptorOptions, OPTION_NAMES } from 'kelet-temporal-interceptors';
import type { KeletPluginOptions } from './options';

type Own = Omit<KeletPluginOptions, keyof InterceptorOptions>;

const NAMES = [
  ...OPTION_NAMES,
  ...namesOf<Own>({
    includeOtelPlugin: true,
    includeTracerProvider: true,
    otelVersion: true,
    otelPluginOptions: true,
    flushTimeoutMs: true,
  }),
];

/**
 * Checks what the interceptors do not: the names, and the options of the plugin alone.
 *
 * @throws TypeError naming the option, and what it must be
 */
export function checkOptions(options: KeletPluginOptions): void {
  const wrong = wrongOptions('new KeletPlugin({ … })', options, NAMES);
  if (wrong !== undefined) throw new TypeError(wrong);
  const { otelPluginOptions, flushTimeoutMs = 0 } = options;
  for (const name of ['includeOtelPlugin', 'includeTracerProvider'] as const) {
    const { [name]: value = true } = options;
    if (typeof value !== 'boolean') throw new TypeError(`${name} must be true or false, and is ${showNoText(value)}.`);
  }
  if (!(typeof flushTimeoutMs === 'number' && flushTimeoutMs >= 0 && flushTimeoutMs <= MAX_TIMER_MS)) {
    const wanted = `a number of milliseconds, at most ${MAX_TIMER_MS}`;
    throw new TypeError(`flushTimeoutMs must be ${wanted}, and is ${showNoText(flushTimeoutMs)}.`);
  }
  if (otelPluginOptions === undefined) return;
  const { resource, spanProcessor } = otelPluginOptions ?? {};
  if (typeof resource === 'object' && resource !== null && typeof spanProcessor?.onEnd === 'function') return;
  throw new TypeError(
    'otelPluginOptions must have a resource and a spanProcessor, as setupTelemetry() returns them. Leave it out to use ' +
      'what setupTelemetry() has set up.',
  );
}
