import { configure, flush, getSessionId, signal } from 'kelet';

/** Does what a host does too, and on which it has a transport and a clock. */
export async function ownSettings(): Promise<{ session: string | undefined; flushed: boolean }> {
  configure({ project: 'other' });
  signal({ kind: 'feedback', source: 'human', triggerName: 'from workflow code' });
  return { flushed: await flush({ timeoutMs: 60_000 }), session: getSessionId() };
}
