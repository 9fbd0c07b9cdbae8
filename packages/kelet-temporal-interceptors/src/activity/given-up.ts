/** How many given-up signals are remembered. The second report of a signal comes soon after the first. */
const MAX_KNOWN = 10_000;

const known = new Set<string>();

/**
 * Notes that a signal of workflow code was given up. The activity that was to send it can say so too late for Temporal,
 * whose time-out the workflow then sees; and Temporal calls a sink again where it retries a workflow task.
 *
 * @returns whether this process did not know
 */
export function noteGivenUp(runId: string, activityId: string): boolean {
  const key = `${runId} ${activityId}`;
  if (known.has(key)) return false;
  known.add(key);
  if (known.size > MAX_KNOWN) for (const oldest of [...known].slice(0, MAX_KNOWN / 2)) known.delete(oldest);
  return true;
}
