import { KeletSpanProcessor } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, flush, nodeSdk } from '../node-sdk';
import { type Setup, seen } from '../setup';

/** NodeSDK with Kelet's processor beside its own, which the plugin is given, too. */
export function setUp(): Setup {
  const kelet = new KeletSpanProcessor();
  nodeSdk([kelet as never, new KeletSpanProcessor() as never]).start();
  const otelPluginOptions = { resource: { attributes: { 'service.name': 'shop' } }, spanProcessor: kelet };
  return {
    plugins: [new KeletPlugin({ otelPluginOptions })],
    call: inActivity,
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
