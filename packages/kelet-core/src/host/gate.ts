import { MAX_TIMER_MS } from '../timer';

/** What became of the wish to enter: `late` where there was no room in time, `full` where too many wait already. */
export type Entrance = 'in' | 'late' | 'full';

export interface GateLimits {
  /** How many may be inside at once. */
  readonly inside: number;
  /** How many may wait for it. */
  readonly waiting: number;
}

/** Lets a bounded number in at once; further ones, a bounded number too, wait in the order in which they came. */
export interface Gate {
  /** Whether who comes now would find too many waiting. */
  full(limits: GateLimits): boolean;
  /** Resolves within `timeoutMs`. Who was let in, calls `release()` once. */
  acquire(limits: GateLimits, timeoutMs: number): Promise<Entrance>;
  release(): void;
  /** Whether nobody is inside or waits. */
  isEmpty(): boolean;
}

export function createGate(): Gate {
  let inside = 0;
  // A set keeps the order, and lets one in the middle give up without a search.
  const waiting = new Set<() => void>();
  const full = (limits: GateLimits) => inside >= limits.inside && waiting.size >= limits.waiting;
  return {
    full,
    async acquire(limits, timeoutMs) {
      if (full(limits)) return 'full';
      if (inside < limits.inside) {
        inside++;
        return 'in';
      }
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const admit = () => {
          clearTimeout(timer);
          resolve('in');
        };
        waiting.add(admit);
        if (timeoutMs > MAX_TIMER_MS) return;
        timer = setTimeout(() => {
          waiting.delete(admit);
          resolve('late');
        }, timeoutMs);
      });
    },
    isEmpty: () => inside === 0 && waiting.size === 0,
    release() {
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
