import { KeletError } from 'kelet-core';
import { propagateOf, propagateText } from 'kelet-temporal-interceptors/internal';
import type { KeletPluginOptions } from './options';

interface Configured {
  readonly interceptors?: unknown;
  readonly workflowInterceptorModules?: unknown;
}

/**
 * Refuses to add a plugin where Kelet's interceptors or modules are there with another `propagate`: of two, the last to
 * run decides, and what the user wanted to keep back would travel.
 *
 * @throws KeletError PROPAGATE_CONFLICT
 */
export function checkPropagate(options: object, { propagate }: KeletPluginOptions): void {
  const own = propagateText(propagate);
  const { interceptors, workflowInterceptorModules } = options as Configured;
  for (const part of [...partsOf(interceptors), ...listed(workflowInterceptorModules)]) {
    const there = propagateOf(part);
    if (there === undefined || there === own) continue;
    throw new KeletError(
      'PROPAGATE_CONFLICT',
      `KeletPlugin was to be added with propagate ${own} where Kelet's interceptors are there with ${there}: what travels ` +
        'would depend on their order. Give both the same propagate, or leave one of them out.',
    );
  }
}

/** All interceptors and workflow modules, whatever their kind, and those of a worker's client too. */
function partsOf(interceptors: unknown): unknown[] {
  return Object.entries((interceptors ?? {}) as object).flatMap(([kind, value]) =>
    kind === 'client' ? partsOf(value) : listed(value),
  );
}

function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const { calls } = (value ?? {}) as { readonly calls?: unknown };
  return Array.isArray(calls) ? calls : [];
}
