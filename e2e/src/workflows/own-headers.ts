import type { WorkflowInterceptors } from '@temporalio/workflow';

export const OWN_HEADERS = { 'x-own': 'o'.repeat(1024) };

/** A user's own interceptor: one KiB of headers on each Nexus call. */
export function interceptors(): WorkflowInterceptors {
  return {
    outbound: [
      {
        startNexusOperation: (input, next) => next({ ...input, headers: { ...input.headers, ...OWN_HEADERS } }),
      },
    ],
  };
}
