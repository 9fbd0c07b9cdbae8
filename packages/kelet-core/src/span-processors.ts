import { isArray } from './built-ins';

interface Provider {
  /** Of SDK 1.x, which hands spans to the processors in this order. */
  readonly _registeredSpanProcessors?: unknown;
  /** Of SDK 2.x, which has no public way to its processors. */
  readonly _activeSpanProcessor?: { readonly _spanProcessors?: unknown };
}

/** The tracer provider behind the API's proxy, or itself. */
export function realProvider<P extends object>(provider: P): P {
  return (provider as { getDelegate?(): P }).getDelegate?.() ?? provider;
}

/**
 * The list of span processors that a tracer provider of OpenTelemetry's SDK 1.x or 2.x goes through, the very one;
 * `undefined` where it shows none.
 */
export function spanProcessorsOf<P>(provider: object): P[] | undefined {
  const { _registeredSpanProcessors: ofSdk1, _activeSpanProcessor: active } = realProvider(provider) as Provider;
  const found = ofSdk1 ?? active?._spanProcessors;
  return isArray(found) ? (found as P[]) : undefined;
}
