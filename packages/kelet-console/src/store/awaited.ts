import type { ReceivedSpan } from '../receive/received';
import type { SpanColumns } from './columns';
import type { Statements } from './statements';

/** What knows the id of the run that it begins, or that it is in. */
const OF_RUN =
  /^((SignalWith|UpdateWith)?StartWorkflow|RunActivity|Start(Local)?Activity|StartChildWorkflow|StartNexusOperation|ContinueAsNew|RunWorkflowStarted):/;

/** What begins a run whose id it does not know: its RunWorkflow span lies below. */
const BEGINS_RUN = /^(StartChildWorkflow|ContinueAsNew):/;

const RUN_IS_THERE = 'SELECT 1 FROM span WHERE run_id = ? AND is_run';
const RUN_IS_BELOW = 'SELECT 1 FROM span WHERE trace_id = ? AND parent_span_id = ? AND is_run';
const AWAIT = 'INSERT OR IGNORE INTO awaited (what, session_id) VALUES (?, ?)';
const ARRIVED = 'DELETE FROM awaited WHERE what = ?';

const run = (runId: string) => `run ${runId}`;
const below = (traceId: string, spanId: string) => `below ${traceId} ${spanId}`;

/**
 * Keeps book of what says that a run is open: Temporal's RunWorkflow span leaves a worker only when the run ends, and that
 * of a run which is terminated never does.
 */
export function noteAwaited(statements: Statements, span: ReceivedSpan, columns: SpanColumns): void {
  const { traceId, spanId, parentSpanId, name } = span;
  const { sessionId, runId, isRun, error } = columns;
  if (isRun) {
    if (runId !== null) statements.run(ARRIVED, [run(runId)]);
    if (parentSpanId !== undefined) statements.run(ARRIVED, [below(traceId, parentSpanId)]);
    return;
  }
  if (sessionId === '') return;
  const isOfRun = runId !== null && OF_RUN.test(name);
  if (isOfRun && statements.get(RUN_IS_THERE, [runId]) === undefined) statements.run(AWAIT, [run(runId), sessionId]);
  // A start that failed began no run.
  if (BEGINS_RUN.test(name) && !error && statements.get(RUN_IS_BELOW, [traceId, spanId]) === undefined) {
    statements.run(AWAIT, [below(traceId, spanId), sessionId]);
  }
}
