import { setTimeout as sleep } from 'node:timers/promises';
import { configure, signal, signalCounts } from 'kelet';

/**
 * Sends many signals at once to an API that does not answer, and prints as JSON what became of them, how many still
 * wait, and by how much the memory of the process has grown at most: `node --expose-gc flood.js <signals>`.
 */
async function main(count: number): Promise<void> {
  configure();
  const send = (n: number) =>
    signal({ kind: 'feedback', source: 'synthetic', sessionId: `conv-${n}`, triggerName: String(n) });
  void send(-1);
  await sleep(200);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const began = performance.now();
  let settled = 0;
  for (let n = 0; n < count; n++) {
    void send(n).then(() => settled++);
    // As a server does, which takes a request at a time; what is given up is to leave no trace.
    if (n % 100 === 99) await sleep(0);
  }
  await sleep(200);
  const tookMs = Math.round(performance.now() - began);
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  const mostRss = process.resourceUsage().maxRSS * 1024;
  const { sent, dropped } = signalCounts();
  const result = { sent, dropped, settled, tookMs, heap: heapUsed - before.heapUsed, rss: mostRss - before.rss };
  console.log(JSON.stringify(result));
  process.exit(0);
}

main(Number(process.argv[2])).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
