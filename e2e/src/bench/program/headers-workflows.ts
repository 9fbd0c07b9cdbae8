import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Hands the headers that the run began with to its activities. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let ofRun: Headers = {};
  return {
    inbound: [
      {
        execute(input, next) {
          ofRun = input.headers;
          return next(input);
        },
      },
    ],
    outbound: [{ scheduleActivity: (input, next) => next({ ...input, headers: { ...ofRun, ...input.headers } }) }],
  };
};
