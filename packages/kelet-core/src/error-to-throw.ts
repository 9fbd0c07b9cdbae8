import { isKeletError } from './errors';
import { existingSlot } from './slot';

/**
 * The error to throw instead of `error`: in workflow code one of Temporal's, since any other would fail the
 * workflow task, again and again, of a run that got a bad value from outside.
 */
export function errorToThrow(error: unknown): unknown {
  const workflow = existingSlot()?.workflow;
  return workflow !== undefined && isKeletError(error) ? workflow.toFailure(error) : error;
}
