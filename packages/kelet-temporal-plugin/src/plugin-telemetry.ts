import { slot } from 'kelet-core/internal';
import { hasOtel } from './has-otel';
import type { KeletPluginOptions, OtelPluginOptions } from './options';
import type { OtelParts } from './otel-package';
import { loadOtelPlugin } from './otel-plugin';
import { spanTargets } from './span-targets';
import { telemetryPackage } from './telemetry-package';
import { bringTracerProvider } from './tracer-provider';

type OtelPlugin = ReturnType<typeof loadOtelPlugin>;

/** What one KeletPlugin does with OpenTelemetry. */
export interface PluginTelemetry {
  /** The user's options, or otherwise what `setupTelemetry()` has set up by now. */
  options(): OtelPluginOptions | undefined;
  /**
   * What `configure` gets from Temporal's OpenTelemetry plugin; `undefined` where there is to be none, or where `target`,
   * the options of a client, a worker or a bundler, has it already.
   *
   * @throws KeletError OTEL_PLUGIN_MISSING
   */
  parts(target: object, configure: (plugin: OtelPlugin) => OtelParts): OtelParts | undefined;
  /** Gives the process a tracer provider, where it has none. */
  bringTracerProvider(): void;
  /** Each sends the spans that wait in one processor: in that which the plugin was given, and in those that send to Kelet. */
  flushes(): (() => Promise<void>)[];
}

export function pluginTelemetry(plugin: KeletPluginOptions): PluginTelemetry {
  const isOff = plugin.includeOtelPlugin === false;
  let made: { readonly plugin: OtelPlugin; readonly options: OtelPluginOptions | undefined } | undefined;

  function options(): OtelPluginOptions | undefined {
    const telemetry = slot().telemetry as OtelPluginOptions | undefined;
    const given = plugin.otelPluginOptions ?? telemetry;
    // Users often pass the resource and the span processor of setupTelemetry() one by one, and leave out its tracer.
    if (given?.spanProcessor !== telemetry?.spanProcessor || given?.tracer !== undefined) return given;
    return telemetry?.tracer === undefined ? given : { ...given, ...telemetry };
  }

  return {
    options,
    parts(target, configure) {
      if (isOff || hasOtel(target)) return undefined;
      const given = options();
      // A client may be configured before the telemetry is set up, and its worker after: then the parts are made anew.
      if (made === undefined || made.options !== given) {
        made = { plugin: loadOtelPlugin(given, plugin.otelVersion), options: given };
      }
      return configure(made.plugin);
    },
    bringTracerProvider() {
      if (!isOff) bringTracerProvider(plugin, options());
    },
    flushes() {
      const given = options();
      if (isOff && given === undefined) return [];
      return spanTargets(given)
        .filter(({ spanProcessor, toKelet }) => toKelet || spanProcessor === given?.spanProcessor)
        .map(
          ({ spanProcessor }) =>
            () =>
              telemetryPackage().flushed(spanProcessor),
        );
    },
  };
}
