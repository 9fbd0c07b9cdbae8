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

/** Never lets go of the thread: Temporal stops its workflow task. */
export async function hangs(): Promise<void> {
  for (;;);
}

/** In which session what is asked outside of all handlers runs. */
export async function asks(): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  await condition(() => {
    seen.push(getSessionId());
    return seen.length > 1;
  });
  return seen;
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
