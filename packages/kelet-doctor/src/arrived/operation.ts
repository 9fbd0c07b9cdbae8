import type { ArrivedSpan } from './evidence';

/** Where a span of Temporal's OpenTelemetry is made: as a client calls, in workflow code, or around an activity. */
const PLACES = {
  StartWorkflow: 'client',
  SignalWithStartWorkflow: 'client',
  UpdateWithStartWorkflow: 'client',
  SignalWorkflow: 'call',
  QueryWorkflow: 'client',
  StartWorkflowUpdate: 'client',
  RunWorkflow: 'handler',
  HandleSignal: 'handler',
  HandleQuery: 'handler',
  HandleUpdate: 'handler',
  ValidateUpdate: 'handler',
  StartActivity: 'command',
  StartChildWorkflow: 'command',
  ContinueAsNew: 'command',
  StartNexusOperation: 'command',
  RunActivity: 'activity',
  RunStartNexusOperation: 'activity',
} as const;

/**
 * What a span of Temporal's OpenTelemetry stands for: 'client', a call of a client; 'call', one of a client or of a
 * workflow; 'handler', workflow code that such a call reaches; 'command', what workflow code asks for; 'activity', code
 * on a worker outside of the sandbox.
 */
export interface Operation {
  readonly place: (typeof PLACES)[keyof typeof PLACES];
  /** Such as `StartWorkflow`. */
  readonly kind: keyof typeof PLACES;
  /** Such as the type of the workflow. */
  readonly of: string;
  readonly runId: string | undefined;
  readonly activityId: string | undefined;
}

export function operationOf({ name, attributes }: ArrivedSpan): Operation | undefined {
  const colon = name.indexOf(':');
  const kind = colon === -1 ? name : name.slice(0, colon);
  if (!isKind(kind)) return undefined;
  return {
    place: PLACES[kind],
    kind,
    of: name.slice(colon + 1),
    // Outside of workflow code, and in it.
    runId: textOf(attributes['run_id'] ?? attributes['runId']),
    activityId: textOf(attributes['temporalActivityId']),
  };
}

function isKind(name: string): name is keyof typeof PLACES {
  return Object.hasOwn(PLACES, name);
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
