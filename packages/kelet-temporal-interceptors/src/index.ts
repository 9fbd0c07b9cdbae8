import { createActivityInterceptors } from './activity';
import { createClientInterceptors } from './client';
import { createNexusInterceptors } from './nexus';
import type { InterceptorOptions } from './options';
import { createSinks } from './workflow/sinks';
import { workflowModule } from './workflow-module';

export type { ActivityContext, ActivityInterceptorsFactory } from './activity';
export { createActivityInterceptors } from './activity';
export type { AutoSession, AutoSessionInfo } from './auto-session';
export type { ClientInterceptors, WorkflowClientInterceptor } from './client';
export { createClientInterceptors } from './client';
export type { NexusInterceptorsFactory } from './nexus';
export { createNexusInterceptors } from './nexus';
export type { InterceptorOptions } from './options';
export type { LogAttributes, PassThrough } from './pass-through';
export type { Propagate } from './propagate';
export { bundledSettings, settingsOf, workflowModulePath } from './workflow-module';

/**
 * Ready parts: `client` for `ClientOptions.interceptors`, `worker` for `WorkerOptions.interceptors`, `sinks` for
 * `WorkerOptions.sinks`, and `workflowInterceptorModules` for `bundleWorkflowCode`.
 *
 * @throws what `createClientInterceptors` throws
 */
export function createInterceptors(options: InterceptorOptions = {}) {
  const client = createClientInterceptors(options);
  const workflowModules = [workflowModule(options)];
  return {
    client,
    worker: {
      client,
      activity: [createActivityInterceptors(options)],
      nexus: [createNexusInterceptors()],
      workflowModules,
    },
    sinks: createSinks(),
    workflowInterceptorModules: workflowModules,
  };
}
