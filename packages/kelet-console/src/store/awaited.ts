import type { ReceivedSpan } from '../receive/received';
import type { Statements } from './statements';

/** What begins a run, whose RunWorkflow span lies below it. */
const BEGINS_RUN = /^(StartWorkflow|StartChildWorkflow|ContinueAsNew):/;

/** What happens within a run, whose RunWorkflow span lies above it. */
const WITHIN_RUN = /^(StartActivity|StartLocalActivity|StartChildWorkflow|ContinueAsNew|StartNexusOperation):/;

const IS_THERE = 'SELECT 1 FROM span WHERE trace_id = ? AND span_id = ?';
const HAS_RUN = "SELECT 1 FROM span WHERE trace_id = ? AND parent_span_id = ? AND name LIKE 'RunWorkflow:%'";
const AWAIT = 'INSERT OR IGNORE INTO awaited (what, trace_id, span_id, session_id) VALUES (?, ?, ?, ?)';
const ARRIVED = 'DELETE FROM awaited WHERE what = ? AND trace_id = ? AND span_id = ?';

/**
 * Keeps book of what says that a run is open: Temporal's RunWorkflow span leaves a worker only when the run ends, and that
 * of a run which is terminated never does.
 */
export function noteAwaited(statements: Statements, span: ReceivedSpan, sessionId: string, failed: boolean): void {
  const { traceId, spanId, parentSpanId, name } = span;
  statements.run(ARRIVED, ['span', traceId, spanId]);
  if (name.startsWith('RunWorkflow:') && parentSpanId !== undefined) {
    statements.run(ARRIVED, ['run', traceId, parentSpanId]);
  }
  if (sessionId === '') return;
  // A start that failed began no run.
  if (BEGINS_RUN.test(name) && !failed && statements.get(HAS_RUN, [traceId, spanId]) === undefined) {
    statements.run(AWAIT, ['run', traceId, spanId, sessionId]);
  }
  if (
    WITHIN_RUN.test(name) &&
    parentSpanId !== undefined &&
    statements.get(IS_THERE, [traceId, parentSpanId]) === undefined
  ) {
    statements.run(AWAIT, ['span', traceId, parentSpanId, sessionId]);
  }
}
