import { messageOf } from 'kelet-core/internal';

/**
 * Waits for `flush`, which messages call `what`, but for `limitMs` at most. The timer holds the process meanwhile,
 * since a flush may have nothing that does.
 */
export async function flushWithin(
  limitMs: number,
  what: string,
  flush: () => Promise<unknown>,
  warn: (message: string) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'late');
  });
  try {
    if ((await Promise.race([flush(), limit])) === 'late') {
      warn(`[kelet] ${what} were not flushed within ${limitMs} ms; the worker stops without them.`);
    }
  } catch (error) {
    warn(`[kelet] ${what} could not be flushed: ${messageOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}
