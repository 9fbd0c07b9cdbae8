import { canonicalPropagate, type Propagate } from '../shared/propagate';
import { bundledSettings } from './bundled-settings';

/**
 * The property in which interceptors of a client say what they let travel. The symbol is registered, so that copies of
 * this package find the same one.
 */
const MARK = Symbol.for('kelet.propagate');

/** The workflow module without settings, of whatever copy of this package. */
const DEFAULT_MODULE = /[\\/]kelet-temporal-interceptors[\\/]dist[\\/]workflow\.js/;

/** What is let travel, as a text that can be compared. */
export function propagateText(propagate: Propagate | undefined): string {
  return JSON.stringify({ userId: true, metadata: true, ...canonicalPropagate(propagate) });
}

/** Lets the interceptors of a client say what they let travel. */
export function markPropagate<T extends { [K in keyof T]: object[] }>(
  interceptors: T,
  propagate: Propagate | undefined,
): T {
  const mark = { [MARK]: propagateText(propagate) };
  for (const list of Object.values<object[]>(interceptors))
    for (const interceptor of list) Object.assign(interceptor, mark);
  return interceptors;
}

/**
 * What a part of Kelet's lets travel, as `propagateText` gives it: an interceptor of a client, or the entry of a list of
 * workflow modules. `undefined` for what is not Kelet's.
 */
export function propagateOf(part: unknown): string | undefined {
  if (typeof part === 'string') return ofModule(part);
  const mark = (part as { readonly [MARK]?: unknown } | null | undefined)?.[MARK];
  return typeof mark === 'string' ? mark : undefined;
}

function ofModule(entry: string): string | undefined {
  if (DEFAULT_MODULE.test(entry)) return propagateText(undefined);
  try {
    const settings = bundledSettings(decodeURIComponent(entry));
    return settings && propagateText((JSON.parse(settings) as { propagate?: Propagate }).propagate);
  } catch {
    return undefined; // not ours: a path or a URI of the user's
  }
}
