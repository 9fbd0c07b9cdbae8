import { namesOf, showNoText, wrongOptions } from 'kelet-core/internal';
import { OPTION_NAMES } from 'kelet-temporal-interceptors';
import type { KeletPluginOptions } from './options';

type Own = Pick<KeletPluginOptions, 'includeOtelPlugin' | 'otelVersion' | 'otelPluginOptions'>;

const NAMES = [
  ...OPTION_NAMES,
  ...namesOf<Own>({ includeOtelPlugin: true, otelVersion: true, otelPluginOptions: true }),
];

/**
 * Checks what the interceptors do not: the names, and the options of the plugin alone.
 *
 * @throws TypeError naming the option, and what it must be
 */
export function checkOptions(options: KeletPluginOptions): void {
  const wrong = wrongOptions('new KeletPlugin({ … })', options, NAMES);
  if (wrong !== undefined) throw new TypeError(wrong);
  const { includeOtelPlugin = true, otelPluginOptions } = options;
  if (typeof includeOtelPlugin !== 'boolean') {
    throw new TypeError(`includeOtelPlugin must be true or false, and is ${showNoText(includeOtelPlugin)}.`);
  }
  if (otelPluginOptions === undefined) return;
  const { resource, spanProcessor } = otelPluginOptions ?? {};
  if (typeof resource === 'object' && resource !== null && typeof spanProcessor?.onEnd === 'function') return;
  throw new TypeError(
    'otelPluginOptions must have a resource and a spanProcessor, as setupTelemetry() returns them. Leave it out to use ' +
      'what setupTelemetry() has set up.',
  );
}
