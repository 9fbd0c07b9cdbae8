import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, flush } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** NodeSDK, started ahead of the program by `node --import`. */
export function setUp(): Setup {
  setupTelemetry();
  return { plugins: [new KeletPlugin()], call: inActivity, flush, theirs: () => seen(exporter.getFinishedSpans()) };
}
