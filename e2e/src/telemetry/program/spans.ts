import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { agenticSession, configure } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';

/**
 * Ends many spans, at once or a few at a time, flushes, and prints what became of them and how long that took, as JSON:
 * `node spans.js <spans> <pause between hundreds, in ms>`.
 */
async function main(count: number, pauseMs: number): Promise<void> {
  configure();
  const { spanProcessor, spanCounts } = setupTelemetry({ serviceName: 'burst' });
  const tracer = trace.getTracer('burst');
  for (let n = 0; n < count; n++) {
    agenticSession({ sessionId: 'conv-42' }, () => tracer.startSpan(`span ${n}`).end());
    if (pauseMs > 0 && n % 100 === 99) await sleep(pauseMs);
  }
  const began = performance.now();
  // As KeletPlugin does where a worker stops: for ten seconds at most, and with no word of a failure here.
  await Promise.race([spanProcessor.forceFlush().catch(() => {}), sleep(10_000, undefined, { ref: false })]);
  const flushMs = Math.round(performance.now() - began);
  // Exports that are tried again until they fail for good are part of the count.
  if (process.env['UNTIL_SETTLED']) {
    const total = () => Object.values(spanCounts().dropped).reduce((sum, n) => sum + n, spanCounts().sent);
    while (total() < count) await sleep(50);
  }
  console.log(JSON.stringify({ counts: spanCounts(), flushMs, flushedAt: Date.now() }));
}

const [count = '0', pauseMs = '0'] = process.argv.slice(2);
main(Number(count), Number(pauseMs)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
