import { read } from 'kelet-core/internal';
import { interceptorsOf, propagateOf } from 'kelet-temporal-interceptors/internal';
import { SIGNAL_ACTIVITY } from 'kelet-temporal-interceptors/names';

/** The options of KeletPlugin that matter here, by shape: an older copy may have made it. */
export interface PluginOptions {
  readonly includeOtelPlugin?: boolean;
  readonly includeTracerProvider?: boolean;
  readonly otelPluginOptions?: { readonly tracer?: object };
  readonly signalDispatch?: { readonly taskQueue?: string };
}

/** A client or a worker, as far as it can be looked at. */
export interface Part {
  readonly side: 'client' | 'worker';
  /** Whether it is made, or only its options are there. */
  readonly isMade: boolean;
  /** In words, such as "the worker on the task queue 'ai'". */
  readonly name: string;
  readonly options: object;
  /** Those of its connection too; one that is on both is there twice, and acts twice. */
  readonly plugins: readonly object[];
  /** Of its client, where it is a worker. */
  readonly clientInterceptors: readonly unknown[];
  /** The paths of modules for workflow code that were given by hand. */
  readonly workflowModules: readonly unknown[];
  /** Absent where KeletPlugin is not there: Kelet may be there all the same, by its interceptors. */
  readonly keletOptions: PluginOptions | undefined;
  readonly hasKelet: boolean;
}

/** @param client a `Client` of Temporal's, or a `WorkflowClient` */
export function clientPart(client: object): Part {
  const options = objectAt(client, 'options');
  const interceptors = read(options, 'interceptors');
  const plugins = listAt(options, 'plugins');
  return {
    ...part('client', 'the client', options, plugins, read(interceptors, 'workflow') ?? interceptors),
    isMade: true,
  };
}

/** @param worker a `Worker` of Temporal's, which keeps its options to itself */
export function workerPart(worker: object): Part {
  const options = objectAt(worker, 'options');
  return { ...partOfWorker(options, listAt(options, 'plugins')), isMade: true };
}

/** @param options of a worker that is to be made: Temporal adds the plugins of its connection then */
export function workerOptionsPart(options: object): Part {
  return partOfWorker(options, [...listAt(options, 'plugins'), ...listAt(read(options, 'connection'), 'plugins')]);
}

function partOfWorker(options: object, plugins: readonly unknown[]): Part {
  const interceptors = objectAt(options, 'interceptors');
  const taskQueue = read(options, 'taskQueue');
  const name = typeof taskQueue === 'string' ? `the worker on the task queue '${taskQueue}'` : 'the worker';
  return part('worker', name, options, plugins, read(read(interceptors, 'client'), 'workflow'));
}

function part(side: Part['side'], name: string, options: object, all: readonly unknown[], given: unknown): Part {
  const plugins = all.filter(isObject);
  const clientInterceptors = interceptorsOf(given);
  const workflowModules = side === 'client' ? [] : listAt(read(options, 'interceptors'), 'workflowModules');
  const plugin = plugins.find((one) => read(one, 'name') === 'KeletPlugin');
  const hasKelet =
    plugin !== undefined ||
    [...clientInterceptors, ...workflowModules].some((one) => propagateOf(one) !== undefined) ||
    (side === 'worker' && (read(read(options, 'sinks'), 'kelet') !== undefined || servesSignals(options)));
  const keletOptions = plugin && (objectAt(plugin, 'options') as PluginOptions);
  return { side, isMade: false, name, options, plugins, clientInterceptors, workflowModules, keletOptions, hasKelet };
}

/** A made worker has its activities in a Map, and the options of one in an object. */
function servesSignals(options: object): boolean {
  const activities = read(options, 'activities');
  return activities instanceof Map ? activities.has(SIGNAL_ACTIVITY) : read(activities, SIGNAL_ACTIVITY) !== undefined;
}

/** The names of the activities of a worker. */
export function activitiesOf(options: object): string[] {
  const activities = read(options, 'activities');
  if (activities instanceof Map) return [...activities.keys()].map(String);
  return isObject(activities) ? Object.keys(activities) : [];
}

function objectAt(value: unknown, key: string): object {
  const found = read(value, key);
  return isObject(found) ? found : {};
}

function listAt(value: unknown, key: string): unknown[] {
  const found = read(value, key);
  return Array.isArray(found) ? found : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
