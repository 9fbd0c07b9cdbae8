import { getSessionId } from 'kelet-core';
import type { LogAttributes } from './pass-through';

// One key of our own: Temporal spreads these attributes beside its own, and a key such as `workflowId`
// would replace one of them.
export const getLogAttributes: LogAttributes = (input, next) => {
  const sessionId = getSessionId();
  return next(sessionId === undefined ? input : { ...input, kelet: { sessionId } });
};
