import type { Headers } from '@temporalio/common';
import type { Session } from 'kelet-core';
import { freeze, runInSession, slot } from 'kelet-core/internal';
import type { RunSession } from './run-session';
import { leaveStoppedTask, sharedStorage } from './shared-storage';
import { warnOfUnawaited } from './signal-dispatch';
import { stampSpansAtStart } from './spans-at-start';

/** A time as Temporal's protocol has it, by shape: seconds since 1970, and what is over. */
export interface Timestamp {
  readonly seconds?: { toNumber(): number } | null;
  readonly nanos?: number | null;
}

export type StartJob = { readonly headers?: Headers | null } | null;

interface Job {
  readonly initializeWorkflow?: StartJob;
  readonly startWorkflow?: StartJob;
  readonly queryWorkflow?: unknown;
}

export interface Activation {
  readonly activation: {
    readonly jobs?: readonly Job[] | null;
    readonly timestamp?: Timestamp | null;
  };
}

const ENDINGS = [
  'completeWorkflowExecution',
  'failWorkflowExecution',
  'cancelWorkflowExecution',
  'continueAsNewWorkflowExecution',
];

const endsRun = (command: object) => ENDINGS.some((ending) => ending in command);

/** Entered to enable the storage again, which Node.js does for a store that is not the current one; no code sees it. */
const WAKE: Session = freeze({ sessionId: 'wake' });

/** Enables the storage of a run ahead of what `fn` does, in no session. */
function awake<O>(fn: () => O): O {
  return runInSession(WAKE, () => runInSession(undefined, fn));
}

/**
 * Learns the run's session before any handler runs, also where a signal or an update arrives together with
 * the start: those are dispatched ahead of the workflow function.
 *
 * Between activations, the storage that a run has for itself is disabled. An enabled AsyncLocalStorage is visited at every
 * promise of the thread (Node.js before 24), for each cached run, and Node.js keeps it for ever; the contexts of the run's
 * own promises outlast it. Not left to `dispose`: Temporal 1.10 does not call that where runs share a V8 context
 * (`ReusableVMWorkflow` in @temporalio/worker's reusable-vm.ts).
 */
export function internalsInterceptor(run: RunSession) {
  const isOwn = slot().storage !== sharedStorage;
  let stamping = false;
  return {
    activate<I extends Activation, O>(input: I, next: (input: I) => O): O {
      leaveStoppedTask();
      const { activation } = input;
      run.activate(activation);
      // Temporal 1.10 and 1.11 call the job `startWorkflow`, later ones `initializeWorkflow`.
      for (const job of activation.jobs ?? []) {
        const start = job.initializeWorkflow ?? job.startWorkflow;
        if (start) run.begin(start.headers);
      }
      // Here and not in the factory: Temporal's OpenTelemetry module may be the later of the two.
      if (!stamping) stamping = stampSpansAtStart();
      return isOwn ? awake(() => next(input)) : next(input);
    },
    concludeActivation<I extends { readonly commands: readonly object[] }, O>(input: I, next: (input: I) => O): O {
      const result = next(input);
      if (input.commands.some(endsRun)) {
        warnOfUnawaited();
        for (const end of slot().workflow?.openSpans ?? []) end();
      }
      if (isOwn) slot().storage.disable();
      return result;
    },
    dispose<I, O>(input: I, next: (input: I) => O): O {
      const result = next(input);
      if (isOwn) slot().storage.disable();
      return result;
    },
  };
}
