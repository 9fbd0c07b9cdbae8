import { isArray } from 'kelet-core/internal';

/**
 * The interceptors in what a workflow client takes as such: a list, or the legacy form `{ calls: [factory] }`, whose
 * factories Temporal calls for each workflow. Never throws.
 */
export function interceptorsOf(given: unknown): unknown[] {
  if (isArray(given)) return given;
  const { calls } = (given ?? {}) as { readonly calls?: unknown };
  return isArray(calls) ? calls.map(made) : [];
}

function made(factory: unknown): unknown {
  try {
    return (factory as (input: { readonly workflowId: string }) => unknown)({ workflowId: '' });
  } catch {
    return undefined; // one of the user's, for which this is no call
  }
}
