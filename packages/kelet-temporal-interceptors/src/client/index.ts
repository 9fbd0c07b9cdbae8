import type { Headers } from '@temporalio/common';
import { getSession } from 'kelet-core';
import { attachHttpTransport } from 'kelet-core/host';
import { inject, injectNexus } from 'kelet-temporal-headers';
import { warnDropped } from '../dropped';
import type { PassThrough } from '../pass-through';
import { stampActiveSpan } from '../spans';

/** The parts of `ClientOptions.interceptors`; a version of Temporal ignores those that it does not know. */
export interface ClientInterceptors {
  workflow: WorkflowClientInterceptor[];
  schedule: { create: PassThrough }[];
  activity: { start: PassThrough }[];
  nexus: { startOperation: NexusPassThrough }[];
}

type NexusPassThrough = <I extends { readonly headers?: Record<string, string> }, O>(
  input: I,
  next: (input: I) => O,
) => O;

interface UpdateWithStart {
  readonly workflowStartHeaders: Headers;
  readonly updateHeaders: Headers;
}

export interface WorkflowClientInterceptor {
  start: PassThrough;
  startWithDetails: PassThrough;
  signal: PassThrough;
  signalWithStart: PassThrough;
  query: PassThrough;
  startUpdate: PassThrough;
  startUpdateWithStart: <I extends UpdateWithStart, O>(input: I, next: (input: I) => O) => O;
}

/**
 * Interceptors for a Temporal client: every call that is made inside a session carries it.
 * Outside of a session a call is passed on as it is. They never throw of themselves.
 */
export function createClientInterceptors(): ClientInterceptors {
  attachHttpTransport();
  const outbound: PassThrough = (input, next) => {
    stampActiveSpan();
    return next({ ...input, headers: carry(input.headers) });
  };
  return {
    workflow: [
      {
        // Up to Temporal 1.13.0 only `start` is called, from 1.13.1 on only `startWithDetails`.
        start: outbound,
        startWithDetails: outbound,
        signal: outbound,
        signalWithStart: outbound,
        query: outbound,
        startUpdate: outbound,
        startUpdateWithStart: (input, next) => {
          stampActiveSpan();
          return next({
            ...input,
            workflowStartHeaders: carry(input.workflowStartHeaders),
            updateHeaders: carry(input.updateHeaders),
          });
        },
      },
    ],
    schedule: [{ create: outbound }],
    activity: [{ start: outbound }],
    nexus: [
      {
        startOperation: (input, next) => {
          stampActiveSpan();
          return next({ ...input, headers: injectNexus(getSession(), input.headers, warnDropped) });
        },
      },
    ],
  };
}

function carry(headers: Headers): Headers {
  return inject(getSession(), headers, { onDropped: warnDropped });
}
