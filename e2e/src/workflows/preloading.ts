import { getSessionId, signal } from 'kelet';
import { preloaded } from './preloaded';

/** Its session, and what becomes of a wrong signal, which throws with the settings of the preloaded module alone. */
export async function afterPreload() {
  const outcome = await Promise.resolve()
    .then(() => signal({ kind: 'no such kind' } as never))
    .then(
      () => 'swallowed',
      (error: Error) => error.message,
    );
  return { preloaded, session: getSessionId(), outcome };
}
