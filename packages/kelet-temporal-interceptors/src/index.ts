import { createActivityInterceptors } from './activity';
import { createSignalActivities } from './activity/signal-activity';
import { createClientInterceptors } from './client';
import { createNexusInterceptors } from './nexus';
import type { InterceptorOptions } from './options/interceptor-options';
import { checkInterceptorOptions } from './options/interceptor-rules';
import { canonicalPropagate } from './shared/propagate';
import { createSinks } from './worker/sinks';
import { workflowModule, workflowModulePath } from './worker/workflow-module';

export type { ActivityContext, ActivityInterceptorsFactory } from './activity';
export { createActivityInterceptors } from './activity';
export type { SignalActivityOptions } from './activity/signal-activity';
export { createSignalActivities } from './activity/signal-activity';
export type { ClientInterceptors, WorkflowClientInterceptor } from './client';
export { createClientInterceptors } from './client';
export type { NexusInterceptorsFactory } from './nexus';
export { createNexusInterceptors } from './nexus';
export type { InterceptorOptions, SignalDispatchOptions } from './options/interceptor-options';
export type { AutoSession, AutoSessionInfo } from './shared/auto-session';
export type { LogAttributes, PassThrough } from './shared/pass-through';
export type { Propagate } from './shared/propagate';
export type { SignalArguments } from './shared/signal-arguments';
export { SIGNAL_ACTIVITY } from './shared/signal-arguments';
export { workflowModulePath } from './worker/workflow-module';

/**
 * Ready parts for a client and a worker without KeletPlugin:
 *
 * - `client` for `ClientOptions.interceptors`
 * - `worker` for `WorkerOptions.interceptors`
 * - `workflowModules` for `workflowInterceptorModules` of `bundleWorkflowCode`; where the worker bundles by itself, for
 *   `WorkerOptions.interceptors.workflowModules`. Call `configure()` first: its `signalFailureMode` is in there.
 * - `preloadModules` for that of `bundleWorkflowCode` and of `WorkerOptions.bundlerOptions`
 * - `sinks` for `WorkerOptions.sinks`
 * - `activities`, to be spread into `WorkerOptions.activities`, for `signal()` in workflow code
 *
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong, and what `createClientInterceptors` throws
 */
export function createInterceptors(given: InterceptorOptions = {}) {
  checkInterceptorOptions('createInterceptors()', given);
  const options = { ...given, propagate: canonicalPropagate(given.propagate) };
  const client = createClientInterceptors(options);
  return {
    client,
    worker: { client, activity: [createActivityInterceptors(options)], nexus: [createNexusInterceptors()] },
    // Made when it is read, so that the `signalFailureMode` of a configure() until then counts.
    get workflowModules() {
      return [workflowModule(options)];
    },
    preloadModules: given.preload === false ? [] : [workflowModulePath],
    sinks: createSinks(),
    activities: createSignalActivities(),
  };
}
