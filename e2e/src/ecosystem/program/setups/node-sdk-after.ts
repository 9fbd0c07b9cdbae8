import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** NodeSDK, started when Kelet has set OpenTelemetry up: it is told. */
export function setUp(): Setup {
  const { spanProcessor } = setupTelemetry();
  nodeSdk().start();
  return {
    plugins: [new KeletPlugin()],
    call: inActivity,
    flush: () => spanProcessor.forceFlush(),
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
