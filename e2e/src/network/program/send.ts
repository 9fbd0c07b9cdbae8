import { trace } from '@opentelemetry/api';
import { agenticSession, configure, signal, signalCounts } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';

/** Sends one signal and one span, and prints as JSON what became of them: `node send.js`. */
async function main(): Promise<void> {
  configure({ signals: { maxAttempts: 1 } });
  const { spanProcessor, spanCounts } = setupTelemetry({ serviceName: 'network' });
  await agenticSession({ sessionId: 'conv-42' }, async () => {
    trace.getTracer('network').startSpan('answer').end();
    await signal({ kind: 'feedback', source: 'human' });
  });
  // Of a failure, the warning is enough.
  await spanProcessor.forceFlush().catch(() => {});
  console.log(JSON.stringify({ signals: signalCounts().sent, spans: spanCounts().sent }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
