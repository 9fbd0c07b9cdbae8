import { getTraceId } from './active-span';
import { entries, fromEntries, native, parseJson, stringify } from './built-ins';
import { getSession, getSessionId } from './context';
import { errorToThrow } from './error-to-throw';
import { type Reference, readAs } from './reference';
import { isId } from './session';
import { checkSignal } from './signal-checks';
import { deliverSignal, drop, giveUp, raises } from './signal-delivery';
import { VOTE_KEY } from './signal-metadata';
import type { Signal, SignalBody } from './signal-types';
import { existingSlot } from './slot';
import { messageOf } from './text';
import { warnEachMinute } from './warn';

/**
 * Sends feedback on the conversation that the running code belongs to. Inside a session it needs no ids;
 * inside a span it adds the trace id; ids that are given win. It goes to the project of the session, or of `about`, also
 * where `sessionId` names another one.
 *
 * On the host it goes over HTTP. In workflow code it is dispatched as an activity, which a worker with Kelet
 * serves; a cancelled workflow can still send one.
 *
 * A signal that belongs to no session and to no trace is dropped with a warning, in workflow code by the activity, and
 * so is every signal before `configure()`. One that could not be delivered is logged, once a minute for each cause, and dropped;
 * `raiseOnFailure` or the `signalFailureMode` 'raise' makes it an error, too. A promise that nobody awaits does no harm:
 * its error is only logged.
 *
 * @returns a promise that is settled when the signal was delivered or given up.
 * @throws KeletError INVALID_SIGNAL and INVALID_REFERENCE, as rejections, naming the field and the value. Where failures are raised, also
 * SIGNAL_REJECTED, where the API said no, SIGNAL_UNDELIVERED, where it could not be reached, and SIGNAL_QUEUE_FULL, where
 * too many wait already. Synchronously, SIGNAL_NOT_ALLOWED in a query handler and an update validator. Workflow code
 * gets an ApplicationFailure of the type `Kelet.` and the code instead.
 */
export function signal(given: Signal): Promise<void> {
  existingSlot()?.workflow?.assertSignalsAllowed();
  const sent = send(given);
  // Where nobody awaits it, its rejection must neither end the process nor fail the workflow task. It has been logged.
  sent.catch(() => {});
  return sent;
}

async function send(given: Signal): Promise<void> {
  let about: Reference | undefined;
  try {
    checkSignal(given);
    about = given.about === undefined ? undefined : readAs('signal(): about', given.about);
  } catch (error) {
    // One key for all: messages hold what was given, and would fill the log.
    warnEachMinute('signal:invalid', `${messageOf(error)} The signal was not sent.`);
    throw errorToThrow(error);
  }
  const body = bodyOf(given, about);
  // Not in workflow code: whether a run has a session or a trace can depend on settings, and they must never decide
  // about a command. The activity that sends the signal decides.
  if (existingSlot()?.workflow === undefined && dropIfUnattached(body)) return;
  const { raiseOnFailure } = given;
  const { project } = about ?? getSession() ?? {};
  const delivery = {
    ...(raiseOnFailure !== undefined && { raiseOnFailure }),
    ...(project !== undefined && { project }),
  };
  const failure = await deliverSignal(body, delivery);
  if (failure === undefined) return;
  giveUp(failure);
  if (failure.error.raiseOnFailure ?? raises(delivery)) throw errorToThrow(failure.error);
}

/** Drops a signal that names neither a session nor a trace: counts it, and warns once. @returns whether it did */
export function dropIfUnattached(body: SignalBody): boolean {
  if (body.session_id !== undefined || body.trace_id !== undefined) return false;
  drop(
    'noSession',
    'signal() was called outside of a session and of a trace, and was dropped. Call it inside agenticSession(), or ' +
      'pass a sessionId; in a workflow or an activity, both its worker and the client that starts it need Kelet.',
  );
  return true;
}

function bodyOf(given: Signal, about: Reference | undefined): SignalBody {
  const { timestamp } = given;
  const metadata = metadataOf(given, about);
  const sessionId = given.sessionId ?? about?.sessionId ?? getSessionId();
  const isVote = about !== undefined || (sessionId !== undefined && isId(metadata?.[VOTE_KEY]));
  const body = {
    session_id: sessionId,
    // A vote, which is what a reference or a key is for, comes in the trace of another request than the one it judges.
    trace_id: given.traceId ?? about?.traceId ?? (isVote ? undefined : getTraceId()),
    kind: given.kind,
    source: given.source,
    trigger_name: given.triggerName,
    score: given.score,
    value: given.value,
    confidence: given.confidence,
    // As it is now: the signal may have to wait, and the caller may go on with the object.
    metadata,
    timestamp: timestamp === undefined ? undefined : new native.Date(timestamp).toISOString(),
  };
  return fromEntries(entries(body).filter(([, value]) => value !== undefined)) as unknown as SignalBody;
}

/** With what the API has no field for. */
function metadataOf({ key, metadata }: Signal, about: Reference | undefined): Signal['metadata'] {
  const own = metadata && parseJson(stringify(metadata));
  if (key === undefined && about?.spanId === undefined) return own;
  return { ...(about?.spanId && { span_id: about.spanId }), ...own, ...(key && { [VOTE_KEY]: key }) };
}
