import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { getSessionId } from 'kelet';

export const goOn = defineSignal('goOn');

/** Waits in its session, and tells before and after in which one it is. */
export async function waits(): Promise<(string | undefined)[]> {
  let going = false;
  setHandler(goOn, () => {
    going = true;
  });
  const before = getSessionId();
  await condition(() => going);
  return [before, getSessionId()];
}

/** Does to the storage what a run must not do to another. */
export async function ends(): Promise<string[]> {
  const { storage } = (globalThis as unknown as { __kelet_core_1__: { storage: Record<string, () => unknown> } })
    .__kelet_core_1__;
  storage['disable']?.();
  const refused: string[] = [];
  for (const name of ['run', 'getStore']) {
    try {
      storage[name] = () => undefined;
    } catch {
      refused.push(name);
    }
  }
  return refused;
}
