import { signal } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, flush } from '../node-sdk';
import { type Setup, seen } from '../setup';

/**
 * NodeSDK, started ahead of the program by `node --import`, with what makes spans of requests: not of Kelet's own, which
 * are those of this signal and of the export of the spans.
 */
export function setUp(): Setup {
  setupTelemetry();
  return {
    plugins: [new KeletPlugin()],
    call: async () => {
      await inActivity();
      await signal({ kind: 'feedback', source: 'human', value: 'good' });
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
