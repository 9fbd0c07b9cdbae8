import { setTimeout as sleep } from 'node:timers/promises';
import { configure, signal, signalCounts } from 'kelet';

/**
 * Sends many signals at once to an API that does not answer, and prints as JSON what became of them, how much
 * memory is taken by those that wait: `node --expose-gc flood.js <signals>`.
 */
async function main(count: number): Promise<void> {
  configure();
  const send = (n: number) =>
    signal({ kind: 'feedback', source: 'synthetic', sessionId: `conv-${n}`, triggerName: String(n) });
  void send(-1);
  await sleep(200);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let settled = 0;
  for (let n = 0; n < count; n++) {
    void send(n).then(() => settled++);
    // As a server does, which takes a request at a time; what is given up is to leave no trace.
    if (n % 100 === 99) await sleep(0);
  }
  await sleep(200);
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed - before;
  const { sent, dropped } = signalCounts();
  console.log(JSON.stringify({ sent, dropped, settled, heap }));
  process.exit(0);
}

main(Number(process.argv[2])).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
