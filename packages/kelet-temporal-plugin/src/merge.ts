/**
 * Interceptors in the form of any version: lists by kind, and for workflow clients also the legacy form
 * `{ calls: [factory] }`.
 */
export type Interceptors = Record<string, unknown>;

/** Appends what is missing under each key, and neither drops nor replaces an interceptor that is there. */
export function mergeInterceptors(existing: Interceptors | undefined, added: Interceptors): Interceptors {
  const merged: Interceptors = { ...existing };
  for (const [kind, ours] of Object.entries(added)) {
    if (ours === undefined) continue;
    merged[kind] =
      kind === 'client' ? mergeInterceptors(asRecord(merged[kind]), asRecord(ours) ?? {}) : append(merged[kind], ours);
  }
  return merged;
}

function append(existing: unknown, added: unknown): unknown {
  const ours = added as readonly unknown[];
  if (isLegacy(existing)) return { ...existing, calls: appendNew(existing.calls, ours.map(legacyFactory)) };
  return appendNew(existing as readonly unknown[] | undefined, ours);
}

/**
 * Appends the items that are not there yet, by identity: a plugin that is on a connection and on its client configures
 * the same options twice.
 */
export function appendNew<T>(existing: readonly T[] | undefined, added: readonly T[]): T[] {
  const list = existing ?? [];
  return [...list, ...added.filter((item) => !list.includes(item))];
}

interface LegacyInterceptors {
  readonly calls: readonly unknown[];
}

function isLegacy(value: unknown): value is LegacyInterceptors {
  return !Array.isArray(value) && Array.isArray((value as Partial<LegacyInterceptors> | undefined)?.calls);
}

// One factory for each interceptor, so that appendNew() recognises it the second time.
const factories = new WeakMap<object, () => unknown>();

function legacyFactory(interceptor: unknown): () => unknown {
  const key = interceptor as object;
  // The function carries the properties of its interceptor, by which others recognise it.
  const factory = factories.get(key) ?? Object.assign(() => interceptor, symbolsOf(key));
  factories.set(key, factory);
  return factory;
}

function symbolsOf(value: object): object {
  return Object.fromEntries(Object.getOwnPropertySymbols(value).map((symbol) => [symbol, Reflect.get(value, symbol)]));
}

function asRecord(value: unknown): Interceptors | undefined {
  return value as Interceptors | undefined;
}
