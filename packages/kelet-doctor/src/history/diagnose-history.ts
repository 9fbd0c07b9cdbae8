import { aBoolean, checkOptions, type OptionRules } from 'kelet-core/internal';
import { type Finding, finding, worstFirst } from '../findings/finding';
import { at, eventsOf, type HistoryEvent, textAt, type WorkflowHistory } from './events';
import { type EventHeaders, faultsOf, hasSession, headersOf } from './session-in';
import { starterOf } from './starter';
import { unservedSignals } from './unserved';

/** What `diagnoseHistory()` takes beside the history. */
export interface DiagnoseHistoryOptions {
  /** Whether the run is meant to have a session; `false` for one that a schedule starts, say. Default: true. */
  readonly expectSession?: boolean | undefined;
}

const OPTION_RULES: OptionRules<DiagnoseHistoryOptions> = { expectSession: aBoolean };

/** What workflow code asks for by a command, and what a run is handed with it. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  activityTaskScheduled: ['activityType', 'name'],
  startChildWorkflowExecutionInitiated: ['workflowType', 'name'],
  signalExternalWorkflowExecutionInitiated: ['signalName'],
  workflowExecutionContinuedAsNew: ['workflowType', 'name'],
};

/**
 * Says at which event of a workflow's history the session was lost, and why. A signal or an update from outside without a
 * session is no loss: its handler runs in the session of the run. A run that was started without a session, and whose code
 * begins one, is no loss either.
 *
 * Pure and synchronous. It reads headers alone, which no payload codec touches in most languages: no codec is needed.
 *
 * @param history of one run, from its first event on: from `handle.fetchHistory()`, or the parsed JSON of
 *   `temporal workflow show --output json`
 * @returns the findings, worst first; empty where nothing is wrong
 * @throws KeletError INVALID_CONFIG where an option is unknown or wrong
 */
export function diagnoseHistory(history: WorkflowHistory, options: DiagnoseHistoryOptions = {}): readonly Finding[] {
  checkOptions('diagnoseHistory()', options, OPTION_RULES);
  const events = eventsOf(history);
  const headers = events.flatMap((event) => headersOf(event) ?? []);
  const faulty = headers.flatMap((one) => faultsOf(one).map(([name, fault]) => ({ ...fault, name, event: one.event })));
  const lines = (kind: string) =>
    faulty.filter((fault) => fault.kind === kind).map(({ event, name, why }) => `${shown(event)}: ${name} ${why}`);
  const [encoded, unreadable] = [lines('encoded'), lines('unreadable')];
  return worstFirst([
    ...(encoded.length > 0 ? [finding('headerEncoded', encoded.slice(0, 10))] : []),
    ...(unreadable.length > 0 ? [finding('headerUnreadable', unreadable.slice(0, 10))] : []),
    ...(faulty.length > 0 ? [] : lost(headers, events, options)),
    ...unservedSignals(events),
  ]);
}

/** Where the session is lost; headers that cannot be read explain it already. */
function lost(
  headers: readonly EventHeaders[],
  events: readonly HistoryEvent[],
  { expectSession = true }: DiagnoseHistoryOptions,
): Finding[] {
  const [start] = headers;
  if (start?.event.kind !== 'workflowExecutionStarted') return [];
  const commands = headers.filter(({ event }) => Object.hasOwn(COMMANDS, event.kind));
  if (!hasSession(start)) {
    const begun = commands.some(hasSession);
    const where = () => [`${shown(start.event)} has no session`, ...starterOf(start)];
    return begun || !expectSession ? [] : [finding('startWithoutSession', where())];
  }
  const without = commands.filter((command) => !hasSession(command));
  const [first] = without;
  if (first === undefined) return [];
  const worker = workerOf(first.event, events);
  return [
    finding('sessionLostInWorkflow', [
      `${shown(first.event)} is the first without the session that event ${start.event.id} has`,
      ...(worker === undefined ? [] : [`issued by the worker ${worker}`]),
      `${without.length} of ${commands.length} commands lack it`,
    ]),
  ];
}

function shown({ id, kind, attributes }: HistoryEvent): string {
  const name = textAt(attributes, ...(COMMANDS[kind] ?? ['workflowType', 'name']));
  return `event ${id}, ${kind}${name === undefined ? '' : ` of ${name}`}`;
}

/** The identity of the worker whose workflow task issued a command. */
function workerOf({ attributes }: HistoryEvent, events: readonly HistoryEvent[]): string | undefined {
  const task = String(at(attributes, 'workflowTaskCompletedEventId'));
  return textAt(events.find(({ id, kind }) => id === task && kind === 'workflowTaskCompleted')?.attributes, 'identity');
}
