/** A payload, from gRPC as bytes or from JSON as base64. */
export interface HistoryPayload {
  readonly metadata?: Readonly<Record<string, Uint8Array | string | null | undefined>> | null | undefined;
  readonly data?: Uint8Array | string | null | undefined;
}

/** One event, in a form in which it is all the same where it came from. */
export interface HistoryEvent {
  readonly id: string;
  /** Such as `activityTaskScheduled`. */
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * A history, by shape: what `handle.fetchHistory()` and `workflowService.getWorkflowExecutionHistory()` of a Temporal
 * client give, and the JSON that `temporal workflow show --output json` prints.
 */
export interface WorkflowHistory {
  readonly events?: readonly unknown[] | null | undefined;
  readonly history?: { readonly events?: readonly unknown[] | null | undefined } | null | undefined;
}

const ATTRIBUTES = 'EventAttributes';

/** The events of a history; what is none is left out. */
export function eventsOf(given: WorkflowHistory): HistoryEvent[] {
  const events = at(given, 'events') ?? at(given, 'history', 'events');
  return Array.isArray(events) ? events.flatMap(eventOf) : [];
}

function eventOf(given: unknown): HistoryEvent[] {
  if (!isRecord(given)) return [];
  const key = Object.keys(given).find((name) => name.endsWith(ATTRIBUTES) && isRecord(given[name]));
  if (key === undefined) return [];
  const id = String(given['eventId'] ?? '?');
  return [{ id, kind: key.slice(0, -ATTRIBUTES.length), attributes: given[key] as Record<string, unknown> }];
}

/** What is at a path of properties; `undefined` where it ends before. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isRecord(found)) return undefined;
    found = found[key];
  }
  return found ?? undefined;
}

/** The text at a path; `undefined` where there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
