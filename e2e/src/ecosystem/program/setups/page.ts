import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { type Setup, seen } from '../setup';

/** The documentation page's code, and nothing else but OpenTelemetry's own classes. */
export function setUp(): Setup {
  const exporter = new InMemorySpanExporter();
  const resource = resourceFromAttributes({ 'service.name': 'shop' });
  const spanProcessor = new SimpleSpanProcessor(exporter);
  const plugin = new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } });
  return {
    plugins: [plugin],
    call: inActivity,
    flush: async () => {},
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
