import { otelApi } from '../active-span';

interface Context {
  setValue(key: symbol, value: unknown): Context;
}

interface ContextApi {
  readonly context?: {
    active(): Context;
    with<R>(context: Context, fn: () => R): R;
  };
}

/** By which OpenTelemetry's instrumentations know that they are to leave something (core/src/trace/suppress-tracing.ts). */
const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Runs `fn` so that what instruments requests makes no span of those in it: they are Kelet's, and not the user's. */
export function untraced<R>(fn: () => R): R {
  const context = otelApi<ContextApi>()?.context;
  return context === undefined ? fn() : context.with(context.active().setValue(SUPPRESS_TRACING, true), fn);
}
