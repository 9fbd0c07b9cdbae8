import { quote } from 'kelet-core/internal';
import { TRACE_HEADER } from 'kelet-temporal-interceptors/names';
import { at, textAt } from './events';
import type { EventHeaders } from './session-in';

/** Search attributes that the server writes where a schedule starts a run. */
const SCHEDULE = 'TemporalScheduledById';

/** Temporal's SDK for Go, with which the CLI is written, puts one more @ behind the host. */
const OF_GO = /^\d+@[^@]*@/;

/** What started a run, as far as the first event of its history tells; one fact a line. */
export function starterOf({ event: { attributes }, fields }: EventHeaders): string[] {
  const identity = textAt(attributes, 'identity');
  return [
    `started by ${kindOfStarter(attributes, identity)}`,
    ...(identity === undefined ? [] : [`identity: ${quote(identity)}`]),
    Object.hasOwn(fields, TRACE_HEADER)
      ? `the header ${TRACE_HEADER} is there: the starter has OpenTelemetry, and calls outside of a session or lacks KeletPlugin`
      : `no header ${TRACE_HEADER}: the starter has no OpenTelemetry either`,
  ];
}

function kindOfStarter(attributes: unknown, identity: string | undefined): string {
  if (at(attributes, 'searchAttributes', 'indexedFields', SCHEDULE) !== undefined) return 'a schedule';
  const parent = textAt(attributes, 'parentWorkflowExecution', 'workflowId');
  if (parent !== undefined) return `the workflow '${quote(parent)}' as its child: the worker of that one lacks Kelet`;
  const before = textAt(attributes, 'continuedExecutionRunId');
  if (before !== undefined) return `the run before it, ${before}, which had no session or whose worker lacks Kelet`;
  if (textAt(attributes, 'cronSchedule') !== undefined) return 'a client, as a cron job';
  if (identity?.startsWith('temporal-cli')) return 'the CLI';
  if (OF_GO.test(identity ?? '')) return 'a client in Go, such as the CLI';
  // <pid>@<host> is what the SDKs of most languages write.
  return 'a client without Kelet, or outside of a session, of whatever language';
}
