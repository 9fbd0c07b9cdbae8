/** One hook of a client's interceptor. */
export type Call = <I, O>(input: I, next: (input: I) => O) => O;

/** The calls of a workflow client for which some version of Temporal's OpenTelemetry makes spans. */
const CALLS = [
  'start',
  'startWithDetails',
  'signal',
  'signalWithStart',
  'query',
  'startUpdate',
  'startUpdateWithStart',
  'terminate',
  'cancel',
  'describe',
] as const;

/** An interceptor of a workflow client that has the same hook for each of these calls. */
export function atEachCall(call: Call): Record<(typeof CALLS)[number], Call> {
  return Object.fromEntries(CALLS.map((name) => [name, call])) as Record<(typeof CALLS)[number], Call>;
}
