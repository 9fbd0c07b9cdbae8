import { trace } from '@opentelemetry/api';
import { agenticSession, configure, flushAll, signal } from 'kelet-core';
import { setupTelemetry } from 'kelet-opentelemetry';

/** Sends a signal and a span, awaits neither, and has nothing left to do: `node script.js <how it ends>`. */
const [how = ''] = process.argv.slice(2);
configure({ flushAtExit: how === 'option' });
setupTelemetry({ serviceName: 'script' });
agenticSession({ sessionId: 'conv-42' }, () => {
  trace.getTracer('script').startSpan('work').end();
  void signal({ kind: 'event', source: 'synthetic', value: 'done' });
});
if (how === 'flushAll') {
  flushAll({ timeoutMs: 5_000 }).then((isDone) => {
    console.log(isDone ? 'flushed' : 'too late');
    process.exit(0);
  });
}
