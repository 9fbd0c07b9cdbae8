import { resourceFromAttributes } from '@opentelemetry/resources';
import { SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** NodeSDK, and Temporal's OpenTelemetry plugin of the user's own, before or behind Kelet's. */
export function setUp(behind = false): Setup {
  nodeSdk().start();
  setupTelemetry();
  const own = new OpenTelemetryPlugin({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessor: new SimpleSpanProcessor(exporter),
  } as never);
  const kelet = new KeletPlugin();
  return {
    plugins: behind ? [kelet, own] : [own, kelet],
    call: inActivity,
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
