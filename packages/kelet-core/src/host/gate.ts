import { MAX_TIMER_MS } from '../timer';

/** Lets a bounded number in at once; further ones wait in the order in which they came. */
export interface Gate {
  /** Resolves to whether there was room within `timeoutMs`. Who was let in, calls `leave()` once. */
  enter(limit: number, timeoutMs: number): Promise<boolean>;
  leave(): void;
}

export function createGate(): Gate {
  let inside = 0;
  // A set keeps the order, and lets one in the middle give up without a search.
  const waiting = new Set<() => void>();
  return {
    async enter(limit, timeoutMs) {
      if (inside < limit) {
        inside++;
        return true;
      }
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const letIn = () => {
          clearTimeout(timer);
          resolve(true);
        };
        waiting.add(letIn);
        if (timeoutMs > MAX_TIMER_MS) return;
        timer = setTimeout(() => {
          waiting.delete(letIn);
          resolve(false);
        }, timeoutMs);
      });
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) {
        inside--;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
}
