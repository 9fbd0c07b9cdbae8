import type { ClientOptions } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';

interface Parts {
  readonly client: Partial<ClientOptions>;
  readonly worker: Partial<WorkerOptions>;
  readonly activities: object;
}

/** Kelet as the environment asks for it: as a plugin, as raw interceptors where Temporal has none, or not at all. */
export function parts(): Parts {
  if (process.env['KELET_AS'] === 'none') return { client: {}, worker: {}, activities: {} };
  if (process.env['KELET_AS'] === 'plugin') {
    const { KeletPlugin } = require('kelet-temporal-plugin') as typeof import('kelet-temporal-plugin');
    const plugins = [new KeletPlugin({ includeOtelPlugin: false })];
    return { client: { plugins } as never, worker: { plugins } as never, activities: {} };
  }
  const { createInterceptors } = require('kelet-temporal-interceptors') as typeof import('kelet-temporal-interceptors');
  const kelet = createInterceptors(JSON.parse(process.env['KELET_OPTIONS'] ?? '{}'));
  const interceptors = { ...kelet.worker, workflowModules: kelet.workflowModules };
  return {
    client: { interceptors: kelet.client },
    worker: { interceptors, sinks: kelet.sinks } as never,
    activities: kelet.activities,
  };
}
