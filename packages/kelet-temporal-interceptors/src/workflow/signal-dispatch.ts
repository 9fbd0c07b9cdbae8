import { ActivityFailure } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time';
import type { ActivityOptions } from '@temporalio/workflow';
import {
  getSession,
  KeletError,
  type Session,
  type SignalBody,
  type SignalDelivery,
  type SignalFailureMode,
} from 'kelet-core';
import {
  freeze,
  min,
  native,
  runInSession,
  slot,
  stringify,
  utf8Bytes,
  type WorkflowSlot,
  warnOnce,
} from 'kelet-core/internal';
import type { SignalDispatchOptions } from '../options/interceptor-options';
import { toApplicationFailure } from '../shared/application-failure';
import type { KeletSinks } from '../shared/kelet-sinks';
import { SIGNAL_ACTIVITY } from '../shared/names';
import { type SignalArguments, toArguments } from '../shared/signal-arguments';
import { onlyRequest, SIGNAL_RETRY } from '../shared/signal-retry';
import { createWaiting } from '../shared/signal-waiting';
import type { RunSession } from './run-session';
import { undelivered } from './signal-undelivered';
import type { Temporal } from './temporal';

/** Temporal warns of payloads from 256 KiB on, and the server refuses the workflow task of those over 2 MiB. */
const MAX_ARGUMENT_BYTES = 256 * 1024;

/**
 * How many signals of a run are on their way at once; further ones wait. The server refuses the workflow task that
 * would bring a run to more than 2,000 open activities, and those of the user count, too.
 */
const MAX_IN_FLIGHT = 500;

const START_TO_CLOSE = '30 seconds';
/** Bounds the wait for a worker, too. */
const SCHEDULE_TO_CLOSE = '2 minutes';

/** What one signal may take where the run has waited in vain for as long as it may. */
const SHORT_MS = 5000;

/**
 * What makes `signal()` work in the code of one workflow run: each one is an activity, in no cancellation scope.
 *
 * All signals of a run together wait no longer than one may, until one gets through: then each further one has a single
 * request, within 5 seconds. Settings and outages change the options of the activity, and never whether it is scheduled.
 */
export function createSignalDispatch(
  { CancellationScope, proxyActivities, proxySinks, workflowInfo }: Temporal,
  run: RunSession,
  options: SignalDispatchOptions = {},
  signalFailureMode?: SignalFailureMode,
): WorkflowSlot {
  const { startToCloseTimeout = START_TO_CLOSE, retry = SIGNAL_RETRY } = options;
  const limitMs = msToNumber(options.scheduleToCloseTimeout ?? SCHEDULE_TO_CLOSE);
  const shortMs = min(SHORT_MS, limitMs);
  const waited = createWaiting(run.now);
  let inFlight = 0;
  let sent = 0;
  const waiting: (() => void)[] = [];
  // Made once, while there is a Proxy for certain. Temporal reads the options at each call: they are those of the next.
  const next: Mutable<ActivityOptions> = { startToCloseTimeout, scheduleToCloseTimeout: limitMs, retry };
  const activities = proxyActivities<SignalActivities>(next);

  async function send(body: SignalBody, { raiseOnFailure = false, project }: SignalDelivery): Promise<void> {
    const args = toArguments(body, raiseOnFailure);
    const bytes = utf8Bytes(stringify(args));
    if (bytes > MAX_ARGUMENT_BYTES) {
      throw new KeletError(
        'SIGNAL_REJECTED',
        `A signal from workflow code must fit into ${MAX_ARGUMENT_BYTES} bytes of JSON, and takes ${bytes}. ` +
          'Shorten its value or its metadata, or call signal() in an activity.',
        // In either mode: nothing of it is in history, by which a replay could know how it ended.
        { raiseOnFailure: true },
      );
    }
    const taskQueue = options.taskQueue ?? workflowInfo().taskQueue;
    const index = sent++;
    if (inFlight < MAX_IN_FLIGHT) inFlight++;
    else await new native.Promise<void>((letIn) => waiting.push(letIn));
    const leftMs = limitMs - waited.begin();
    let answered = false;
    try {
      // In a scope of its own: the code that sends may be cleaning up after its own cancellation.
      const result = await CancellationScope.nonCancellable(() => {
        next.taskQueue = taskQueue;
        limit(leftMs);
        return runInSession(sessionFor(body, project), activities[SIGNAL_ACTIVITY], args);
      });
      answered = result !== null; // the activity's word for a signal that was given up without an error
    } catch (error) {
      const failure = undelivered(error, taskQueue);
      if (!failure.counted) {
        const activityId = error instanceof ActivityFailure ? error.activityId : undefined;
        proxySinks<KeletSinks>().kelet.dropped(activityId ?? `signal ${index}`);
      }
      answered = failure.error.code === 'SIGNAL_REJECTED';
      throw failure.error;
    } finally {
      waited.end(answered);
      const letIn = waiting.shift();
      if (letIn === undefined) inFlight--;
      else letIn();
    }
  }

  function limit(leftMs: number): void {
    const enough = leftMs >= shortMs;
    next.scheduleToCloseTimeout = enough ? leftMs : shortMs;
    next.retry = enough ? retry : onlyRequest(retry);
  }

  return {
    signalTransport: { send },
    signalFailureMode,
    toFailure: toApplicationFailure,
    assertSignalsAllowed() {
      if (!run.readOnly()) return;
      throw toApplicationFailure(
        new KeletError(
          'SIGNAL_NOT_ALLOWED',
          'signal() was called in a query handler or an update validator, which must not change ' +
            'anything. Call it in the workflow function, or in a signal or update handler.',
        ),
      );
    },
  };
}

/**
 * The session whose headers the activity gets, by which it knows the project: that of the running code, but for a signal
 * about something of another project.
 */
function sessionFor({ session_id: sessionId = '' }: SignalBody, project: string | undefined): Session | undefined {
  const session = getSession();
  return session?.project === project ? session : freeze({ sessionId, ...(project !== undefined && { project }) });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type SignalActivities = Record<typeof SIGNAL_ACTIVITY, (args: SignalArguments) => Promise<null | undefined>>;

/** Warns, at the end of a run, of signals that nobody awaited and that are on their way: Temporal drops their activities. */
export function warnOfUnawaited(): void {
  const { size } = slot().signalState.pending;
  if (size === 0) return;
  warnOnce(
    'signal:unawaited',
    `The workflow ended before ${size} of its signals ${size === 1 ? 'was' : 'were'} delivered, which may be lost. ` +
      'Await signal(), or flush() at the end.',
  );
}
