import { setTimeout as sleep } from 'node:timers/promises';
import { configure, flush, signal, signalCounts } from 'kelet';

/**
 * Sends a tenth of many signals, then all others at once, and prints as JSON what became of them, and how the heap
 * has grown by the others: `node --expose-gc burst.js <signals>`.
 */
async function main(count: number): Promise<void> {
  configure({ signals: { backoffMs: 100 } });
  const first = await heapAfter(0, count / 10);
  const last = await heapAfter(count / 10, count);
  console.log(JSON.stringify({ counts: signalCounts(), grown: last - first }));
}

async function heapAfter(from: number, to: number): Promise<number> {
  for (let n = from; n < to; n++) {
    void signal({ kind: 'feedback', source: 'synthetic', sessionId: `conv-${n}`, triggerName: String(n) });
  }
  await flush();
  // What fetch() holds by finalizers goes in several rounds, each after the event loop has gone round.
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    await sleep(100);
    globalThis.gc?.();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

main(Number(process.argv[2])).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
