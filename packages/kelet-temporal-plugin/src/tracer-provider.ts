import { messageOf, quote, tracerProvider, warnOnce } from 'kelet-core/internal';
import { atEachCall } from './client-calls';
import type { KeletPluginOptions, OtelPluginOptions } from './options';
import { telemetryPackage } from './telemetry-package';

/** OpenTelemetry may refuse one, which is not to be tried again at each call. */
const tried = new WeakSet<object>();

/**
 * Gives a process without a tracer provider one over the same resource and span processor, so that the spans of clients
 * and activities exist, too. Not where the plugin is to leave it, or was given a `tracer`.
 */
export function bringTracerProvider(
  { includeTracerProvider = true }: KeletPluginOptions,
  given: OtelPluginOptions | undefined,
): void {
  if (!includeTracerProvider || given === undefined || given.tracer !== undefined) return;
  if (tracerProvider() !== undefined || tried.has(given.spanProcessor)) return;
  tried.add(given.spanProcessor);
  const { registerProvider, stamping } = telemetryPackage();
  try {
    registerProvider(given.resource, stamping(given.spanProcessor));
  } catch (error) {
    // A call of a client, or a worker, does without spans.
    warnOnce('plugin:no-provider', `KeletPlugin could not set up a tracer provider: "${quote(messageOf(error))}".`);
  }
}

/** Calls `bring` before each call of a client: as late as can be, so that a provider of the program's comes first. */
export const beforeEachCall = (bring: () => void) =>
  atEachCall((input, next) => {
    bring();
    return next(input);
  });
