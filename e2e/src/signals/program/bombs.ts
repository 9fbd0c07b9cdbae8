import { configure, signal, signalCounts } from 'kelet';

/**
 * Sends a few signals at once, and prints as JSON what became of them, how long that took, and by how much the memory of
 * the process has grown at most: `node bombs.js <signals>`.
 */
async function main(count: number): Promise<void> {
  configure({ signals: { maxAttempts: 1 } });
  await signal({ kind: 'event', source: 'synthetic', sessionId: 'first' });
  const before = process.resourceUsage().maxRSS;
  const began = performance.now();
  const signals = Array.from({ length: count }, (_, n) =>
    signal({ kind: 'event', source: 'synthetic', sessionId: `conv-${n}` }),
  );
  await Promise.all(signals);
  const tookMs = Math.round(performance.now() - began);
  const rss = (process.resourceUsage().maxRSS - before) * 1024;
  console.log(JSON.stringify({ counts: signalCounts(), tookMs, rss }));
}

main(Number(process.argv[2])).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
