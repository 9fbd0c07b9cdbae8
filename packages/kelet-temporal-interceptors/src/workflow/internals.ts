import type { Headers } from '@temporalio/common';
import { slot } from 'kelet-core/internal';
import type { Run } from './run';
import { stampSpansAtStart } from './span-stamp';

export type StartJob = { readonly headers?: Headers | null } | null;

export interface Activation {
  readonly activation: {
    readonly jobs?: readonly { readonly initializeWorkflow?: StartJob; readonly startWorkflow?: StartJob }[] | null;
  };
}

/**
 * Learns the run's session before any handler runs, also where a signal or an update arrives together with
 * the start: those are dispatched ahead of the workflow function.
 */
export function internalsInterceptor(run: Run) {
  let stamping = false;
  return {
    activate<I extends Activation, O>(input: I, next: (input: I) => O): O {
      // Temporal 1.10 and 1.11 call the job `startWorkflow`, later ones `initializeWorkflow`.
      for (const job of input.activation.jobs ?? []) {
        const start = job.initializeWorkflow ?? job.startWorkflow;
        if (start) run.begin(start.headers);
      }
      // Here and not in the factory: Temporal's OpenTelemetry module may be the later of the two.
      if (!stamping) stamping = stampSpansAtStart();
      return next(input);
    },
    dispose<I, O>(input: I, next: (input: I) => O): O {
      const result = next(input);
      // From 1.14.1 on Temporal does this itself; before, the storage of each run would outlive it.
      slot().storage.disable();
      return result;
    },
  };
}
