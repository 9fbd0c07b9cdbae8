import { messageOf, quote, tracerProvider, warnOnce } from 'kelet-core/internal';
import { atEachCall } from './client-calls';
import type { KeletPluginOptions, OtelPluginOptions } from './options';
import { telemetryPackage } from './telemetry-package';

/** The span processors that were tried: OpenTelemetry may refuse a provider, and each call would try again. */
const tried = new WeakSet<object>();

/**
 * Gives a process without a tracer provider one over the same resource and span processor, so that the spans of clients
 * and activities exist, too. Does nothing where the options say so, or where they have a `tracer`.
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
    // A client's call or a worker must go on without spans.
    warnOnce('plugin:no-provider', `KeletPlugin could not set up a tracer provider: "${quote(messageOf(error))}".`);
  }
}

/** Calls `bring` before each call of a client, which is late enough that a provider of the program's comes first. */
export const beforeEachCall = (bring: () => void) =>
  atEachCall((input, next) => {
    bring();
    return next(input);
  });
