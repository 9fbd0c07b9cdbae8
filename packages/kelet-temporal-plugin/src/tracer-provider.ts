import { messageOf, otelApi, quote, warnOnce } from 'kelet-core/internal';
import type { KeletPluginOptions, OtelPluginOptions } from './options';
import { telemetryPackage } from './telemetry-package';

/** The calls of a workflow client that Temporal's OpenTelemetry makes spans of, over its versions. */
const CALLS = [
  'start',
  'startWithDetails',
  'signal',
  'signalWithStart',
  'query',
  'startUpdate',
  'startUpdateWithStart',
  'terminate',
  'cancel',
  'describe',
] as const;

type Call = <I, O>(input: I, next: (input: I) => O) => O;

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
  if (otelApi<{ trace?: object }>()?.trace !== undefined || tried.has(given.spanProcessor)) return;
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
export function beforeEachCall(bring: () => void): Record<(typeof CALLS)[number], Call> {
  const call: Call = (input, next) => {
    bring();
    return next(input);
  };
  return Object.fromEntries(CALLS.map((name) => [name, call])) as Record<(typeof CALLS)[number], Call>;
}
