import { warnOnce } from 'kelet-core/internal';
import { SIGNAL_ACTIVITY } from 'kelet-temporal-interceptors';
import type { KeletPluginOptions } from './options';

/** The part of a worker of Temporal's that is read here, by shape, since versions differ. */
interface MadeWorker {
  readonly options?: { readonly activities?: unknown; readonly taskQueue?: unknown };
}

/**
 * Warns, once, where a worker runs activities but not the one that sends the signals of workflow code: a plugin behind
 * KeletPlugin has brought those activities, after KeletPlugin had looked for any.
 */
export function warnOfUnservedSignals(worker: unknown, { signalDispatch }: KeletPluginOptions): void {
  // Other workers serve the signals.
  if (signalDispatch?.taskQueue !== undefined) return;
  const { activities, taskQueue } = (worker as MadeWorker | null | undefined)?.options ?? {};
  if (!isMap(activities) || activities.size === 0 || activities.has(SIGNAL_ACTIVITY)) return;
  warnOnce(
    'plugin:unserved-signals',
    `The worker on the task queue '${taskQueue}' does not serve ${SIGNAL_ACTIVITY}, so signal() in workflow code is lost ` +
      'there: a plugin that stands behind KeletPlugin has brought its activities. Put KeletPlugin behind it, as in ' +
      'plugins: [otherPlugin, keletPlugin].',
  );
}

function isMap(value: unknown): value is ReadonlyMap<string, unknown> {
  const { has, size } = (value ?? {}) as Partial<ReadonlyMap<string, unknown>>;
  return typeof has === 'function' && typeof size === 'number';
}
