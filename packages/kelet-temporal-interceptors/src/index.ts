import { createActivityInterceptors } from './activity';
import { createSignalActivities } from './activity/signals';
import { checkOptions } from './check-options';
import { createClientInterceptors } from './client';
import { createNexusInterceptors } from './nexus';
import type { InterceptorOptions } from './options';
import { canonicalPropagate } from './propagate';
import { createSinks } from './workflow/sinks';
import { workflowModule } from './workflow-module';

export type { ActivityContext, ActivityInterceptorsFactory } from './activity';
export { createActivityInterceptors } from './activity';
export type { SignalActivityOptions } from './activity/signals';
export { createSignalActivities } from './activity/signals';
export type { AutoSession, AutoSessionInfo } from './auto-session';
export { OPTION_NAMES } from './check-options';
export type { ClientInterceptors, WorkflowClientInterceptor } from './client';
export { createClientInterceptors } from './client';
export type { NexusInterceptorsFactory } from './nexus';
export { createNexusInterceptors } from './nexus';
export type { InterceptorOptions, SignalDispatchOptions } from './options';
export type { LogAttributes, PassThrough } from './pass-through';
export type { Propagate } from './propagate';
export { canonicalPropagate } from './propagate';
export { propagateOf, propagateText } from './propagate-mark';
export type { SignalArguments } from './signal-arguments';
export { SIGNAL_ACTIVITY } from './signal-arguments';
export { bundledSettings, settingsOf, workflowModulePath } from './workflow-module';

/**
 * Ready parts: `client` for `ClientOptions.interceptors`, `worker` for `WorkerOptions.interceptors`, `sinks` for
 * `WorkerOptions.sinks`, `activities`, to be spread into `WorkerOptions.activities`, for `signal()` in workflow code, and
 * `workflowInterceptorModules` for `bundleWorkflowCode`. Call `configure()` first: `signalFailureMode` is in the last.
 *
 * @throws TypeError where an option is unknown or wrong, and what `createClientInterceptors` throws
 */
export function createInterceptors(given: InterceptorOptions = {}) {
  checkOptions(given);
  const options = { ...given, propagate: canonicalPropagate(given.propagate) };
  const client = createClientInterceptors(options);
  const hosted = { client, activity: [createActivityInterceptors(options)], nexus: [createNexusInterceptors()] };
  const workflowModules = () => [workflowModule(options)];
  return {
    client,
    // Made when they are read, so that the `signalFailureMode` of a configure() until then counts.
    get worker() {
      return {
        ...hosted,
        get workflowModules() {
          return workflowModules();
        },
      };
    },
    sinks: createSinks(),
    activities: createSignalActivities(),
    get workflowInterceptorModules() {
      return workflowModules();
    },
  };
}
