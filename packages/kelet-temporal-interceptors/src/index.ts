import { type ActivityInterceptorsFactory, createActivityInterceptors } from './activity';
import { createSignalActivities } from './activity/signal-activity';
import { type ClientInterceptors, createClientInterceptors } from './client';
import { createNexusInterceptors, type NexusInterceptorsFactory } from './nexus';
import type { InterceptorOptions } from './options/interceptor-options';
import { checkInterceptorOptions, copyOptions } from './options/interceptor-rules';
import { createSinks } from './worker/sinks';
import { workflowModule, workflowModulePath } from './worker/workflow-module';

export type { LogFieldOptions } from 'kelet-core/logging';
export type { ActivityContext, ActivityInfo, ActivityInterceptorsFactory } from './activity';
export { createActivityInterceptors } from './activity';
export type { SignalActivityOptions } from './activity/signal-activity';
export { createSignalActivities } from './activity/signal-activity';
export type {
  ClientInterceptors,
  HistoryClient,
  HistoryPage,
  NexusPassThrough,
  UpdateWithStart,
  WorkflowClientInterceptor,
} from './client';
export { createClientInterceptors, runInSessionOf, sessionOfWorkflow } from './client';
export type { NexusInbound, NexusInterceptorsFactory } from './nexus';
export { createNexusInterceptors } from './nexus';
export type { InterceptorOptions, SignalDispatchOptions } from './options/interceptor-options';
export type { AutoSession, AutoSessionInfo } from './shared/auto-session';
export { SIGNAL_ACTIVITY } from './shared/names';
export type { LogAttributes, PassThrough } from './shared/pass-through';
export type { Propagate } from './shared/propagate';
export type { SignalArguments } from './shared/signal-arguments';
export { workflowModulePath } from './worker/workflow-module';

/** What `createInterceptors()` gives. */
export interface InterceptorParts {
  /** For `ClientOptions.interceptors`. */
  readonly client: ClientInterceptors;
  /** For `WorkerOptions.interceptors`. */
  readonly worker: {
    readonly client: ClientInterceptors;
    readonly activity: ActivityInterceptorsFactory[];
    readonly nexus: NexusInterceptorsFactory[];
  };
  /**
   * For `workflowInterceptorModules` of `bundleWorkflowCode`; where the worker bundles by itself, for
   * `WorkerOptions.interceptors.workflowModules`. They hold the `signalFailureMode` that `configure()` has set by the time
   * they are read.
   */
  readonly workflowModules: string[];
  /** For that of `bundleWorkflowCode` and of `WorkerOptions.bundlerOptions`, from Temporal 1.16 on. */
  readonly preloadModules: string[];
  /** For `WorkerOptions.sinks`. */
  readonly sinks: ReturnType<typeof createSinks>;
  /** For `signal()` in workflow code, to be spread into `WorkerOptions.activities`. */
  readonly activities: ReturnType<typeof createSignalActivities>;
}

/**
 * Ready parts for a client and a worker without KeletPlugin.
 *
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong, and what `createClientInterceptors` throws
 */
export function createInterceptors(options: InterceptorOptions = {}): InterceptorParts {
  checkInterceptorOptions('createInterceptors()', options);
  const kept = copyOptions(options);
  const client = createClientInterceptors(kept);
  return {
    client,
    worker: { client, activity: [createActivityInterceptors(kept)], nexus: [createNexusInterceptors(kept)] },
    get workflowModules() {
      return [workflowModule(kept)];
    },
    preloadModules: kept.preload === false ? [] : [workflowModulePath],
    sinks: createSinks(),
    activities: createSignalActivities(),
  };
}
