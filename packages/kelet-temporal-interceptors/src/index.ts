import { createActivityInterceptors } from './activity';
import { createClientInterceptors } from './client';
import { createNexusInterceptors } from './nexus';

export type { ActivityInterceptorsFactory } from './activity';
export { createActivityInterceptors } from './activity';
export type { ClientInterceptors, WorkflowClientInterceptor } from './client';
export { createClientInterceptors } from './client';
export type { NexusInterceptorsFactory } from './nexus';
export { createNexusInterceptors } from './nexus';
export type { LogAttributes, PassThrough } from './pass-through';

/**
 * The workflow module's absolute path, for `workflowModules` and `workflowInterceptorModules`. Absolute,
 * since a bare name would be looked up from the bundle's place, where strict package managers do not have it.
 */
export const workflowModulePath: string = require.resolve('./workflow');

/** Ready parts for `ClientOptions.interceptors`, `WorkerOptions.interceptors` and `bundleWorkflowCode`. */
export function createInterceptors() {
  const client = createClientInterceptors();
  return {
    client,
    worker: {
      client,
      activity: [createActivityInterceptors()],
      nexus: [createNexusInterceptors()],
      workflowModules: [workflowModulePath],
    },
    workflowInterceptorModules: [workflowModulePath],
  };
}
