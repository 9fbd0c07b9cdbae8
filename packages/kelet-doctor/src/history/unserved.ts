import { SIGNAL_ACTIVITY } from 'kelet-temporal-interceptors/names';
import { type Finding, finding } from '../findings/finding';
import { at, type HistoryEvent, textAt } from './events';

/** By which a worker says that it does not have an activity. */
const NOT_REGISTERED = 'NotFoundError';

/** Signals of the workflow that timed out without a worker that could take them. */
export function unservedSignals(events: readonly HistoryEvent[]): Finding[] {
  const scheduled = new Map(
    events.flatMap((event): [string, HistoryEvent][] =>
      event.kind === 'activityTaskScheduled' && textAt(event.attributes, 'activityType', 'name') === SIGNAL_ACTIVITY
        ? [[event.id, event]]
        : [],
    ),
  );
  const started = new Set(
    events.flatMap((event) => (event.kind === 'activityTaskStarted' ? scheduledIdOf(event) : [])),
  );
  const lost = events.flatMap((event) => {
    const id = scheduledIdOf(event);
    const of = scheduled.get(id);
    const why = of === undefined ? undefined : whyUnserved(event, started.has(id));
    return of === undefined || why === undefined ? [] : [`event ${of.id}, on the task queue '${queueOf(of)}': ${why}`];
  });
  return lost.length === 0 ? [] : [finding('signalsNotServed', lost.slice(0, 10))];
}

function whyUnserved({ kind, attributes }: HistoryEvent, wasStarted: boolean): string | undefined {
  if (kind !== 'activityTaskTimedOut' && kind !== 'activityTaskFailed') return undefined;
  const failure = at(attributes, 'failure');
  const causes = [failure, at(failure, 'cause')];
  const types = causes.map((cause) => textAt(cause, 'applicationFailureInfo', 'type'));
  if (types.includes(NOT_REGISTERED)) return 'its worker does not have the activity';
  if (kind === 'activityTaskFailed' || wasStarted || at(failure, 'cause') !== undefined) return undefined;
  return 'no worker runs activities there';
}

const scheduledIdOf = ({ attributes }: HistoryEvent) => String(at(attributes, 'scheduledEventId'));

const queueOf = ({ attributes }: HistoryEvent) => textAt(attributes, 'taskQueue', 'name') ?? '?';
