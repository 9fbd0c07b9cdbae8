import type { Duration, RetryPolicy } from '@temporalio/common';
import type { SignalFailureMode } from 'kelet-core';
import type { LogFieldOptions } from 'kelet-core/logging';
import type { AutoSession } from '../shared/auto-session';
import type { Propagate } from '../shared/propagate';

/** How `signal()` in workflow code is dispatched, as the activity `_kelet_signal`. */
export interface SignalDispatchOptions {
  /** The task queue whose workers send the signals. Default: that of the workflow. */
  readonly taskQueue?: string | undefined;
  /** How long one attempt of the activity may take, which is one request. Default: 30 seconds. */
  readonly startToCloseTimeout?: Duration | undefined;
  /**
   * How long all attempts may take, the wait for a worker included. All signals of a run share this time as one budget
   * for waiting in vain. Once it is spent, each later signal has one request of at most 5 seconds, until the API answers.
   * Default: 2 minutes.
   */
  readonly scheduleToCloseTimeout?: Duration | undefined;
  /** Default: as often as the time allows, after 1 second, doubling up to 30 seconds. */
  readonly retry?: RetryPolicy | undefined;
}

/** Options of the interceptors; each has the same meaning wherever it is given. */
export interface InterceptorOptions {
  /**
   * Derives a session for a workflow that is started without one, where it is started and, for workflows that
   * something else started, in the workflow itself. An explicit session wins over a header, and a header over
   * this. Default: false.
   */
  readonly autoSession?: AutoSession | undefined;
  /**
   * The absolute path of a module whose default export is the function for `autoSession`: a function itself
   * cannot cross into the workflow sandbox. It is used on the client too, unless `autoSession` is given.
   */
  readonly autoSessionModule?: string | undefined;
  /** Derives a session, as `autoSession` does, for an activity whose headers carry none. Default: false. */
  readonly activityAutoSession?: AutoSession | undefined;
  /** What travels. Default: all of the session. */
  readonly propagate?: Propagate | undefined;
  /**
   * The name of a Keyword search attribute that the session id is written to wherever a workflow or a child
   * is started, so that Temporal's UI can find a conversation. Default: none.
   *
   * Add it to the namespace before a worker uses it: a start of a client fails with what to do, but Temporal fails
   * the workflow task of a run that starts a child with an attribute that it does not know, until it is added.
   */
  readonly searchAttribute?: string | undefined;
  /** How `signal()` in workflow code is dispatched. */
  readonly signalDispatch?: SignalDispatchOptions | undefined;
  /**
   * What Temporal's log lines have of the session, beside its id. The user and metadata are those that a `redact` of the
   * process gives for a span; lines of workflow code have neither where there is a `redact` by the time its module is made,
   * since no function of the process can be called from there. Default: nothing.
   */
  readonly logFields?: LogFieldOptions | undefined;
  /**
   * Whether a span `RunWorkflowStarted:<type>` is sent as each run begins, where OpenTelemetry runs in workflow code:
   * Temporal's own span of a run leaves only when the run ends, and never where it is terminated. It stands beside that
   * span, is linked to it, and takes no time. Default: false.
   */
  readonly runStartedSpan?: boolean | undefined;
  /**
   * Whether the workflow module is evaluated once for all runs of a worker, and not for each run, where Temporal can do
   * that (1.16 and later, with `reuseV8Context`). Default: true.
   */
  readonly preload?: boolean | undefined;
  /** Whether a schedule carries the session in which it was created to all its runs. Default: true. */
  readonly scheduleSession?: boolean | undefined;
}

/** The options that workflow code needs. `settingsForBundle` writes them into a bundle, but for a function. */
export interface WorkflowSettings {
  readonly autoSession?: AutoSession | undefined;
  readonly propagate?: Propagate | undefined;
  readonly searchAttribute?: string | undefined;
  readonly signalDispatch?: SignalDispatchOptions | undefined;
  readonly logFields?: LogFieldOptions | undefined;
  readonly runStartedSpan?: boolean | undefined;
  /** That of `configure()` on the host, when the module was made. */
  readonly signalFailureMode?: SignalFailureMode | undefined;
}
