import { messageOf } from 'kelet-core/internal';

/** Waits for `flush` of what is called `what`, but for no longer than `limitMs`; its timer holds the process meanwhile: a flush need have nothing that does. */
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
