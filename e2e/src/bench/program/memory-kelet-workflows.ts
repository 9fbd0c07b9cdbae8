import { condition } from '@temporalio/workflow';
import { getSessionId } from 'kelet';

export { collect } from './memory-workflows';

/** As the other, and knows its session. */
export async function wait(): Promise<void> {
  const sessionId = getSessionId();
  if (sessionId === undefined) throw new Error('there is no session');
  await condition(() => sessionId === '');
}
